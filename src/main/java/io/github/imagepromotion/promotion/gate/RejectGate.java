package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decisions;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.registry.ReferrersUnknownException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A gate of every environment: the image is not rejected. An invalid decision, or a listed one that cannot be read, may
 * be a rejection, so it also refuses.
 */
final class RejectGate implements Gate {
    static final String NAME = "rejected";

    private final AttachedDocuments attachedDocuments;
    private final KeyReader keys;

    RejectGate(AttachedDocuments attachedDocuments, KeyReader keys) {
        this.attachedDocuments = attachedDocuments;
        this.keys = keys;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        DecisionKeys decisionKeys = DecisionKeys.of(gateRequest.environment(), keys);
        List<GateAnswer> answers = new ArrayList<>();
        Decisions decisions;
        try {
            decisions = attachedDocuments.decisionsFromAll(
                    decisionKeys.all(),
                    (before, why) -> answers.add(GateAnswer.warn(NAME, unknown(gateRequest, before, why))));
        } catch (ReferrersUnknownException e) {
            if (!decisionKeys.all().isEmpty()) {
                throw e;
            }
            // Without configured keys, a registry that cannot list decisions does not block the image.
            return List.of(GateAnswer.warn(
                    NAME,
                    Message.of("whether '" + gateRequest.name() + "' was rejected is not known: ")
                            .and(e)));
        }
        for (Decided rejection : decisions.rejections()) {
            answers.add(GateAnswer.fail(
                    NAME,
                    rejected(
                            gateRequest,
                            rejection.decision(),
                            decisionKeys.all().isEmpty())));
        }
        for (String doubt : decisions.doubtful()) {
            answers.add(GateAnswer.fail(
                    NAME,
                    "Whether '" + gateRequest.name() + "' was rejected is not known: " + doubt
                            + ". Find out who attached it, and take it from the list of the image's documents."));
        }
        boolean standing = answers.stream().anyMatch(answer -> !answer.passed());
        if (!standing && decisions.lastPardon().isPresent()) {
            answers.add(GateAnswer.pass(
                    NAME,
                    "it was, and that was withdrawn at "
                            + decisions.lastPardon().get()));
        }
        return answers;
    }

    private static Message unknown(GateRequest gateRequest, Environment before, Message why) {
        return Message.of("whether '" + gateRequest.name() + "'"
                        + (gateRequest.lock().isPresent() ? " or a member of it" : "") + " was rejected in '"
                        + before.id() + "' is not known: ")
                .and(why);
    }

    private static Message rejected(GateRequest gateRequest, Decision decision, boolean anyone) {
        return Message.of("'" + gateRequest.name() + "' was rejected at " + decision.at()
                        + decision.by().clause() + ": "
                        + Text.quote(decision.reason())
                        + (anyone ? " (no key is trusted, so that anyone's word counts)" : "")
                        + ".")
                .because(GateReason.REJECTED);
    }
}
