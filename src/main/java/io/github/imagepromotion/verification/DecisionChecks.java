package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decisions;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.verification.Verifier.VerificationReason;
import java.util.ArrayList;
import java.util.List;

/** Checks that no rejection counts, by the documents of the image here. */
final class DecisionChecks {
    private static final String NAME = "decisions";

    private final Decisions decisions;

    DecisionChecks(Decisions decisions) {
        this.decisions = decisions;
    }

    List<Check> run() {
        List<Check> checks = new ArrayList<>();
        decisions.rejections().forEach(rejection -> checks.add(rejected(rejection)));
        decisions
                .doubtful()
                .forEach(doubt -> checks.add(Check.fail(
                        NAME,
                        "rejected",
                        doubt + "; whether the image was rejected is not known: find out who attached it")));
        decisions
                .withdrawn()
                .forEach(withdrawn -> checks.add(Check.info(
                        NAME,
                        withdrawn.decision().id(),
                        "it was withdrawn at " + withdrawn.by().decision().at())));
        return checks;
    }

    private static Check rejected(Decided rejection) {
        Decision decision = rejection.decision();
        return Check.fail(
                NAME,
                rejection.id(),
                Message.of("the image was rejected at " + decision.at()
                                + decision.by()
                                        .user()
                                        .map(user -> " by " + Text.quote(user))
                                        .orElse("") + ": "
                                + Text.quote(decision.reason()))
                        .because(VerificationReason.REJECTED));
    }
}
