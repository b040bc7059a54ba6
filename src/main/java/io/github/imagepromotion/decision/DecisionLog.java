package io.github.imagepromotion.decision;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Repository;
import java.util.List;

/** What is told while something is decided. */
public interface DecisionLog {

    /**
     * An image is about to be approved.
     *
     * @param candidate the image
     * @param environment for which
     * @param comparison with what is there now
     */
    default void compared(Candidate candidate, Environment environment, Comparison comparison) {}

    /**
     * A decision lies beside the image.
     *
     * @param decision that was made
     * @param repository where it lies
     * @param document digest of the document that holds it
     */
    void written(Decision decision, Repository repository, Digest document);

    /**
     * An environment asks for no approval.
     *
     * @param environment for which it is given nevertheless
     */
    default void unasked(Environment environment) {}

    /**
     * Somebody's key is none of those that count in an environment.
     *
     * @param environment where the decision was written nevertheless
     */
    default void worthless(Environment environment) {}

    /**
     * What is known of an image now.
     *
     * @param candidate the image
     * @param environment for which it was approved
     * @param answers of the gates that ask for decisions
     */
    default void judged(Candidate candidate, Environment environment, List<GateAnswer> answers) {}
}
