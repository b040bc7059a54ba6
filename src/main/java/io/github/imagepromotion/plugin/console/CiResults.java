package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.ci.result.CiResult;
import io.github.imagepromotion.ci.result.CiResult.Answer;
import io.github.imagepromotion.ci.result.CiResult.CiCheck;
import io.github.imagepromotion.ci.result.CiResult.CiImage;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.rollback.RollbackResult;
import io.github.imagepromotion.verification.VerificationResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Results of goals for the CI server. */
public final class CiResults {
    private CiResults() {}

    /** {@return the result of a promotion} */
    public static CiResult of(PromotionResult result) {
        List<CiImage> images = result.images().stream()
                .map(image -> new CiImage(
                        image.repository().value(),
                        image.reference(),
                        image.buildId().toString(),
                        image.digest().toString(),
                        image.gates().stream()
                                .map(gate ->
                                        new CiCheck(gate.gate(), answer(gate.outcome()), Remedies.tell(gate.reason())))
                                .toList()))
                .toList();
        Optional<String> failure = result.outcome() == PromotionResult.Outcome.REFUSED
                ? Optional.of("Nothing was promoted, and nothing was written.")
                : Optional.empty();
        return new CiResult("promote", result.environment(), word(result.outcome()), failure, result.started(), images);
    }

    /** {@return the result of a verification} */
    public static CiResult of(VerificationResult result) {
        List<CiImage> images = result.images().stream()
                .map(image -> new CiImage(
                        image.repository().value(),
                        image.reference(),
                        image.buildId().toString(),
                        image.digest().toString(),
                        image.checks().stream()
                                .map(check -> new CiCheck(
                                        check.name() + " " + check.subject(),
                                        answer(check.outcome()),
                                        Remedies.tell(check.reason())))
                                .toList()))
                .toList();
        Optional<String> failure =
                result.isVerified() ? Optional.empty() : Optional.of("The environment holds something else.");
        return new CiResult("verify", result.environment(), word(result.outcome()), failure, result.started(), images);
    }

    /** {@return the result of a rollback} */
    public static CiResult of(RollbackResult result) {
        List<CiImage> images = result.images().stream()
                .map(image -> new CiImage(
                        image.repository().value(),
                        image.reference(),
                        image.buildId().toString(),
                        image.digest().toString(),
                        List.of()))
                .toList();
        return new CiResult(
                "rollback", result.environment(), word(result.outcome()), Optional.empty(), result.started(), images);
    }

    private static Answer answer(Enum<?> outcome) {
        return Answer.valueOf(outcome.name());
    }

    private static String word(Enum<?> outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
