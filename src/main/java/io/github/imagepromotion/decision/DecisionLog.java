package io.github.imagepromotion.decision;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Repository;
import java.util.List;

/** Receives what happens while decisions are made. */
public interface DecisionLog {

    /**
     * An image is about to be approved.
     *
     * @param candidate the image
     * @param environment the environment
     * @param comparison differences from the current image
     */
    default void compared(Candidate candidate, Environment environment, Comparison comparison) {}

    /**
     * A decision was attached to the image.
     *
     * @param decision the decision
     * @param repository repository of the image
     * @param document digest of the decision's document
     */
    void written(Decision decision, Repository repository, Digest document);

    /**
     * An approval is given although the environment requires none.
     *
     * @param environment the environment
     */
    default void unasked(Environment environment) {}

    /**
     * A decision was written in an environment where the key does not count.
     *
     * @param environment the environment
     */
    default void worthless(Environment environment) {}

    /**
     * The state of approvals after the decision.
     *
     * @param candidate the image
     * @param environment the environment
     * @param answers answers of the gates on rejections and approvals
     */
    default void judged(Candidate candidate, Environment environment, List<GateAnswer> answers) {}
}
