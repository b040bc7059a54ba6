package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.GateAnswer.Outcome;
import java.util.List;
import java.util.Set;

/**
 * An override of gates that refuse, in an environment that allows it. Forged documents, contradictions to the archive,
 * rejections, and an unsigned build record where a trusted source is expected cannot be overridden.
 *
 * @param reason the reason given
 * @param by who overrides, as claimed
 */
public record Overriding(String reason, String by) {
    private static final Set<String> NEVER = Set.of("forged", "provenance", RejectGate.NAME, SourceGate.NAME);

    /** @throws ImageException if the reason is blank */
    public Overriding {
        if (reason.isBlank()) {
            throw new ImageException(
                    Message.of("A gate is overridden without a reason.").because(GateReason.OVERRIDE_WITHOUT_REASON));
        }
    }

    List<GateAnswer> apply(GateRequest gateRequest, List<GateAnswer> answers) {
        return answers.stream()
                .map(answer -> answer.passed() || NEVER.contains(answer.gate()) ? answer : apply(gateRequest, answer))
                .toList();
    }

    private GateAnswer apply(GateRequest gateRequest, GateAnswer answer) {
        if (!gateRequest.environment().gates().consents().allowOverride()) {
            return new GateAnswer(
                    answer.gate(),
                    answer.outcome(),
                    answer.reason()
                            .and(" It cannot be overridden")
                            .because(
                                    GateReason.NO_OVERRIDE,
                                    gateRequest.environment().id()));
        }
        return new GateAnswer(
                answer.gate(),
                Outcome.OVERRIDDEN,
                Message.of("overridden by " + Text.quote(by) + ": " + Text.printable(reason) + " (it said: ")
                        .and(answer.reason())
                        .and(")"));
    }
}
