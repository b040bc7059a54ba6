package io.github.imagepromotion.plugin;

import io.github.imagepromotion.ci.CiJob;
import io.github.imagepromotion.decision.DecisionSettings;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.access.TrustedKeys;
import io.github.imagepromotion.plugin.config.ActorName;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.gate.Overriding;
import io.github.imagepromotion.signing.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;

/** Who promotes or decides in this call, and the signing key. */
final class Operator {
    private final MavenSession session;
    private final String version;
    private final Attester attester;
    private final Optional<String> actor;

    /**
     * @param session the Maven session
     * @param version version of this plugin
     * @param attester signs at promotion, if configured
     * @param actor configured name
     */
    Operator(MavenSession session, String version, Attester attester, Optional<String> actor) {
        this.session = session;
        this.version = version;
        this.attester = attester;
        this.actor = actor;
    }

    /** {@return how records are created; {@code stateDirectory} keeps state for later calls} */
    RecordSettings records(Path stateDirectory) {
        return new RecordSettings(attester, actor(name(Optional.empty())), version, stateDirectory);
    }

    /** {@return an override of gates for this reason, in the name of the operator} */
    Overriding overriding(String reason) {
        return new Overriding(reason, name(Optional.empty()).name().orElse("unknown"));
    }

    /**
     * Logs the name under which decisions are made.
     *
     * @throws ImageException if there is no signing key
     */
    DecisionSettings decisions(TrustedKeys keys, int parallelism, Log log) {
        if (attester.key().isEmpty()) {
            throw new ImageException("Decided nothing: a decision is signed, and there is no key. Name yours"
                    + " (<signing><keyFile>, -Dimage.signing.keyFile=FILE).");
        }
        SigningKey key = attester.key().get();
        ActorName by = name(key.holder());
        tell(by, log);
        return new DecisionSettings(key, keys::of, actor(by), version, parallelism);
    }

    /** @throws ImageException if a decision has no reason */
    static String required(Optional<String> reason) {
        return reason.orElseThrow(
                () -> new ImageException("Decided nothing: no reason is given. Say why (-Dimage.reason=REASON);"
                        + " whoever finds the decision reads it."));
    }

    private static void tell(ActorName by, Log log) {
        by.name()
                .ifPresentOrElse(
                        name -> log.info("Deciding as " + Text.quote(name) + " (" + by.origin() + ")"),
                        () -> log.warn("Decided by a key alone: " + Text.printable(by.origin())
                                + " is nobody's name. Say who"
                                + " decides (<actor>, -Dimage.actor=NAME), or write '# NAME' into the key's file, in front of"
                                + " the key."));
    }

    private PromotionRecord.Actor actor(ActorName named) {
        CiJob job = job();
        return new PromotionRecord.Actor(named.name(), job.server(), job.url());
    }

    /** {@return the operator's name; {@code ofKey} is the name of the key that signs decisions} */
    private ActorName name(Optional<String> ofKey) {
        return ActorName.of(actor, ofKey, job().user(), System.getProperty("user.name", ""));
    }

    private CiJob job() {
        return CiJob.of(CallerEnvironment.of(session), Optional.empty());
    }
}
