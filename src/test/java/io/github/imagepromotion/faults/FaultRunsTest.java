package io.github.imagepromotion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.faults.Verdict.Outcome;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** A small number of what {@code bin/stress faults} does; a failure names the command that replays it. */
@NeedsTools
class FaultRunsTest {
    private static final int RUNS = 40;

    @Test
    void promoteWhenAnythingBreaksEndsRightOrTagsNothingThatIsWrong() throws InterruptedException {
        FaultRuns runs = new FaultRuns(new PrintStream(OutputStream.nullOutputStream(), false));

        runs.run(FaultRuns.seeds(20, RUNS), 8);

        assertThat(runs.verdicts()).hasSize(RUNS);
        assertThat(runs.verdicts())
                .filteredOn(verdict -> verdict.outcome() == Outcome.WRONG)
                .as(() -> new FaultTable(runs.counts(), runs.verdicts()).text())
                .isEmpty();
        // The faults are real: most kinds came to pass, and not every promotion survived them.
        assertThat(runs.counts()).hasSizeGreaterThan(20);
        assertThat(runs.verdicts()).extracting(Verdict::outcome).contains(Outcome.RIGHT, Outcome.NOTHING_TAGGED);
    }
}
