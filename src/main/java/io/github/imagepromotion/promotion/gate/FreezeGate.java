package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Freeze;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.GateAnswer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gate {@code <freezes>}: the environment is not frozen now. */
final class FreezeGate implements Gate {
    private static final String NAME = "freeze";

    private final Clock clock;

    FreezeGate(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) {
        List<Freeze> freezes = gateRequest.environment().gates().times().freezes();
        if (freezes.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        List<GateAnswer> answers = new ArrayList<>();
        for (Freeze freeze : freezes) {
            Optional<Instant> end = freeze.endAt(now);
            end.ifPresent(known -> answers.add(GateAnswer.notYet(
                    NAME,
                    Message.of("Nothing goes to '" + gateRequest.environment().id() + "' before "
                                    + known.atZone(freeze.zone()).truncatedTo(ChronoUnit.SECONDS)
                                    + freeze.reason()
                                            .map(reason -> " (" + Text.printable(reason) + ")")
                                            .orElse("")
                                    + ".")
                            .because(GateReason.FREEZE))));
        }
        return answers.isEmpty()
                ? List.of(GateAnswer.pass(NAME, "none is on at " + now.truncatedTo(ChronoUnit.SECONDS)))
                : answers;
    }
}
