package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.verification.Verifier.VerificationReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that the promotion is recorded for this registry, and that no record was changed or removed. */
final class RecordChecks {
    private static final String NAME = "records";

    private final ExpectedImage holding;
    private final History history;

    RecordChecks(ExpectedImage holding, History history) {
        this.holding = holding;
        this.history = history;
    }

    List<Check> run() {
        if (holding.trusted().trust().withoutRecords()) {
            return List.of(Check.info(
                    NAME,
                    holding.environment().id(),
                    Message.of("promotions are not recorded here").because(VerificationReason.RECORDS_OFF)));
        }
        List<Check> checks = new ArrayList<>(List.of(newest()));
        history.flaws().stream()
                .map(flaw -> Check.fail(NAME, flaw.document(), flaw.reason()))
                .forEach(checks::add);
        history.worthless().stream()
                .map(recorded -> Check.info(
                        NAME,
                        recorded.id(),
                        "it does not count: " + recorded.finding().reason()))
                .forEach(checks::add);
        return checks;
    }

    private Check newest() {
        BuildId build = holding.identity().buildId();
        Optional<Recorded> newest = history.newest(build);
        if (newest.isPresent()) {
            return Check.pass(NAME, newest.get().id(), said(newest.get().record()));
        }
        String environment = holding.environment().id();
        Message why = history.mentions(build)
                ? Message.of("the record that build '" + build
                                + "' was promoted here does not count: no trusted key signed it.")
                        .because(VerificationReason.UNSIGNED_RECORD, environment)
                : Message.of("no record says that build '" + build + "' was promoted here")
                        .because(VerificationReason.NO_RECORD, environment);
        return Check.fail(NAME, environment, why);
    }

    private String said(PromotionRecord record) {
        return "promoted at " + record.at()
                + record.by().user().map(user -> " by " + Text.quote(user)).orElse("")
                + (holding.trusted().keys().isEmpty() ? "; unsigned records count here" : "");
    }
}
