package io.github.imagepromotion.contention;

import io.github.imagepromotion.testing.DockerRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Runs many rounds, and counts how they ended. */
public final class ContentionRuns {
    private final List<Verdict> verdicts = Collections.synchronizedList(new ArrayList<>());
    private final PrintStream progress;

    ContentionRuns(PrintStream progress) {
        this.progress = progress;
    }

    /** @param args {@code N SEED JOBS}, or {@code replay SEED} */
    public static void main(String[] args) throws InterruptedException {
        Instant begin = Clock.systemUTC().instant();
        ContentionRuns runs = new ContentionRuns(System.err);
        if (args[0].equals("replay")) {
            runs.run(LongStream.of(Long.parseLong(args[1])), 1);
            runs.verdicts().forEach(System.out::println);
        } else {
            runs.run(seeds(Long.parseLong(args[1]), Integer.parseInt(args[0])), Integer.parseInt(args[2]));
        }
        Duration time = Duration.between(begin, Clock.systemUTC().instant());
        System.out.println(new ContentionTable(runs.verdicts()).text());
        System.out.println("Took " + time.toSeconds() + " s.");
        System.exit(runs.verdicts().stream().anyMatch(Verdict::isWrong) ? 1 : 0);
    }

    /** {@return the seeds of so many rounds} */
    static LongStream seeds(long seed, int rounds) {
        return LongStream.range(0, rounds).map(round -> seed * 1_000_000 + round);
    }

    void run(LongStream seeds, int jobs) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try (DockerRegistry one = DockerRegistry.anonymous();
                DockerRegistry other = DockerRegistry.anonymous()) {
            seeds.forEach(seed -> threads.execute(() -> finished(run(Scenario.of(seed), List.of(one, other)))));
            threads.shutdown();
            if (!threads.awaitTermination(10, TimeUnit.HOURS)) {
                throw new IllegalStateException("rounds do not end");
            }
        }
    }

    private static Verdict run(Scenario scenario, List<DockerRegistry> registries) {
        try (Round round = new Round(scenario, registries)) {
            return new Judge(scenario, round.run()).verdict(round);
        } catch (IOException | RuntimeException | AssertionError e) {
            return failed(scenario, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(scenario, e);
        }
    }

    private static Verdict failed(Scenario scenario, Throwable why) {
        return new Verdict(scenario, Map.of(), List.of(new Problem(Problem.Kind.ROUND, why.toString())));
    }

    private void finished(Verdict verdict) {
        verdicts.add(verdict);
        if (verdict.isWrong()) {
            progress.println("WRONG: " + ContentionTable.replay(verdict) + "\n  " + verdict.scenario());
            verdict.problems().forEach(problem -> progress.println("  " + problem));
        }
        if (verdicts.size() % 25 == 0) {
            progress.println(verdicts.size() + " rounds");
        }
    }

    List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }
}
