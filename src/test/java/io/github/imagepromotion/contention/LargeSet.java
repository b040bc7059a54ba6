package io.github.imagepromotion.contention;

import io.github.imagepromotion.testing.DockerRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Two processes promote the same set at once to a registry that is far away, each its own build: once both live, and once
 * the one that holds the lock is killed while it sets tags.
 */
final class LargeSet implements AutoCloseable {
    private static final int FIRST_CONTENT = 10;
    private static final String FIRST_BUILD = "200";

    private final Scenario scenario;
    private final Round round;
    private final NoteWatch watch;
    private final Map<Act, ActingProcess> processes = new LinkedHashMap<>();
    private final Map<Act, CompletableFuture<Outcome>> running = new LinkedHashMap<>();

    /**
     * @param images of the set
     * @param oneWay milliseconds to the registry, and back again
     * @param registry where all of it happens
     */
    LargeSet(int images, int oneWay, DockerRegistry registry) throws IOException {
        this.scenario = new Scenario(
                oneWay, images, 1, List.of("latest"), oneWay, 0, true, List.of(act(0, images), act(1, images)));
        this.round = new Round(scenario, List.of(registry));
        round.prepare();
        this.watch = NoteWatch.start(registry.url() + "/v2/" + round.name(0));
        for (Act act : scenario.acts()) {
            processes.put(act, round.process(act));
        }
        processes.forEach((act, process) -> running.put(act, Round.begin(act, process::run)));
    }

    private static Act act(int number, int images) {
        Map<Integer, Integer> contents = new HashMap<>();
        for (int image = 0; image < images; image++) {
            contents.put(image, FIRST_CONTENT + number);
        }
        String build = String.valueOf(Integer.parseInt(FIRST_BUILD) + number);
        return new Act(number, Act.Kind.PROMOTE, build, contents, "", 0);
    }

    /** {@return how it went while both live, as cells of {@link LargeSets}' table} */
    List<String> living() throws InterruptedException, ExecutionException {
        String holder = watch.awaitHolder("");
        Act holding = actOf(holder);
        Outcome made = outcome(holding);
        Outcome other = outcome(other(holding));
        Duration waited = Duration.ofNanos(System.nanoTime() - watch.heldSince(holder));
        List<Problem> problems = new Judge(scenario, Map.of(holding, made, other(holding), other))
                .verdict(round)
                .problems();
        return List.of(
                seconds(watch.held(holder)),
                seconds(watch.longest(holder)),
                seconds(watch.abandonment(holder)),
                watch.wasTakenFrom(holder) ? "**yes**" : "no",
                text(made),
                text(other) + " after " + seconds(waited),
                problems.isEmpty() ? "none" : "**" + problems + "**");
    }

    /** {@return the same where the holder is killed when its first BuildId tag is seen} */
    List<String> dying() throws InterruptedException, ExecutionException {
        String holder = watch.awaitHolder("");
        Act holding = actOf(holder);
        while (!round.cranes(0).get(0).tags().contains(holding.build())) {
            Thread.sleep(100);
        }
        Objects.requireNonNull(processes.get(holding)).kill();
        long killed = System.nanoTime();
        String heir = watch.awaitHolder(holder);
        Outcome end = outcome(other(holding));
        return List.of(
                seconds(watch.abandonment(holder)),
                seconds(Duration.ofNanos(watch.heldSince(heir) - killed)),
                text(end),
                seconds(Duration.ofNanos(System.nanoTime() - killed)),
                problems(other(holding), holding));
    }

    /** All moving tags are of one build, and every other tag is what it was, or what was promoted under it. */
    private String problems(Act made, Act killed) {
        List<String> wrong = new ArrayList<>();
        for (int image = 0; image < scenario.images(); image++) {
            Crane crane = round.cranes(image).get(0);
            for (String tag : crane.tags()) {
                int expected = tag.equals("latest") || tag.equals(made.build())
                        ? made.number()
                        : tag.equals(killed.build()) ? killed.number() : -1;
                if (expected >= 0
                        && !crane.digest(tag).equals(Actor.digest(scenario, image, FIRST_CONTENT + expected))) {
                    wrong.add(crane + ":" + tag);
                }
            }
        }
        return wrong.isEmpty() ? "none" : "**" + wrong + "**";
    }

    private Act actOf(String holder) {
        return scenario.acts().stream()
                .filter(act -> holder.endsWith(" " + Scenario.process(act)))
                .findFirst()
                .orElseThrow();
    }

    private Act other(Act act) {
        return Objects.requireNonNull(scenario.acts().get(1 - act.number()));
    }

    private Outcome outcome(Act act) throws InterruptedException, ExecutionException {
        return Objects.requireNonNull(running.get(act)).get();
    }

    private static String text(Outcome outcome) {
        return switch (outcome.end()) {
            case MADE -> "made";
            case REFUSED -> "refused";
            case BROKEN ->
                "**" + outcome.message().orElse("broken off").lines().collect(Collectors.joining(" ")) + "**";
        };
    }

    private static String seconds(Duration time) {
        return String.format("%.1f s", time.toMillis() / 1000.0);
    }

    @Override
    public void close() throws IOException {
        processes.values().forEach(ActingProcess::kill);
        watch.close();
        round.close();
    }
}
