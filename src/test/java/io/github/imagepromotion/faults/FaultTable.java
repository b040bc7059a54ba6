package io.github.imagepromotion.faults;

import io.github.imagepromotion.faults.Verdict.Outcome;
import io.github.imagepromotion.faults.proxy.FaultKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What was injected, and how the promotions ended, as Markdown. */
final class FaultTable {
    private final Map<FaultKind, LongAdder> counts;
    private final List<Verdict> verdicts;

    FaultTable(Map<FaultKind, LongAdder> counts, List<Verdict> verdicts) {
        this.counts = counts;
        this.verdicts = verdicts;
    }

    String text() {
        StringBuilder text = new StringBuilder("| fault | injected |\n|---|---:|\n");
        for (FaultKind kind : FaultKind.values()) {
            row(text, kind.label(), count(kind));
        }
        row(text, "all", counts.values().stream().mapToLong(LongAdder::sum).sum());
        text.append("\n| promotion | runs |\n|---|---:|\n");
        for (Outcome outcome : Outcome.values()) {
            row(
                    text,
                    outcome.label(),
                    verdicts.stream()
                            .filter(verdict -> verdict.outcome() == outcome)
                            .count());
        }
        row(text, "all", verdicts.size());
        verdicts.stream().filter(verdict -> verdict.outcome() == Outcome.WRONG).forEach(verdict -> text.append('\n')
                .append(replay(verdict.seed())));
        return text.toString();
    }

    static String replay(long seed) {
        return "bin/stress faults --replay " + Long.toHexString(seed);
    }

    private long count(FaultKind kind) {
        LongAdder count = counts.get(kind);
        return count == null ? 0 : count.sum();
    }

    private static void row(StringBuilder text, String name, long count) {
        text.append("| ").append(name).append(" | ").append(count).append(" |\n");
    }
}
