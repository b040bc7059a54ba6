package io.github.imagepromotion.faults;

import io.github.imagepromotion.faults.Verdict.Outcome;
import io.github.imagepromotion.faults.proxy.FaultKind;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** Runs many promotions through faults, and counts how they ended. */
public final class FaultRuns {
    private final Map<FaultKind, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final List<Verdict> verdicts = Collections.synchronizedList(new ArrayList<>());
    private final PrintStream progress;

    FaultRuns(PrintStream progress) {
        this.progress = progress;
    }

    /** @param args {@code N SEED JOBS}, or {@code replay SEED} */
    public static void main(String[] args) throws InterruptedException {
        Instant begin = Clock.systemUTC().instant();
        FaultRuns runs = new FaultRuns(System.err);
        if (args[0].equals("replay")) {
            runs.run(LongStream.of(Long.parseUnsignedLong(args[1], 16)), 1);
            System.out.println(Scenario.of(Long.parseUnsignedLong(args[1], 16)));
            System.out.println(runs.verdicts());
        } else {
            runs.run(seeds(Long.parseLong(args[1]), Integer.parseInt(args[0])), Integer.parseInt(args[2]));
        }
        Duration time = Duration.between(begin, Clock.systemUTC().instant());
        System.out.println(new FaultTable(runs.counts(), runs.verdicts()).text());
        System.out.println("Took " + time.toSeconds() + " s.");
        System.exit(runs.verdicts().stream().anyMatch(verdict -> verdict.outcome() == Outcome.WRONG) ? 1 : 0);
    }

    /** {@return the seeds of so many runs} */
    static LongStream seeds(long seed, int runs) {
        return LongStream.range(0, runs).map(run -> SeededFaults.mix(seed * 1_000_003 + run));
    }

    void run(LongStream seeds, int jobs) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try (Ground ground = Ground.prepare()) {
            seeds.forEach(seed -> threads.execute(() -> finished(run(ground, seed))));
            threads.shutdown();
            if (!threads.awaitTermination(10, TimeUnit.HOURS)) {
                throw new IllegalStateException("runs do not end");
            }
        }
    }

    private Verdict run(Ground ground, long seed) {
        try {
            return new SeededPromotion(ground, seed, counts).run();
        } catch (IOException | RuntimeException e) {
            return Verdict.wrong(seed, "", List.of("the run itself failed: " + e + ", for " + e.getCause()));
        }
    }

    private void finished(Verdict verdict) {
        verdicts.add(verdict);
        if (verdict.outcome() == Outcome.WRONG) {
            progress.println("WRONG: " + FaultTable.replay(verdict.seed()) + "\n  told: " + verdict.told());
            verdict.problems().forEach(problem -> progress.println("  " + problem));
        }
        if (verdicts.size() % 50 == 0) {
            progress.println(verdicts.size() + " runs");
        }
    }

    Map<FaultKind, LongAdder> counts() {
        return counts;
    }

    List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }
}
