package io.github.imagepromotion.contention;

import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Latency;
import io.github.imagepromotion.faults.proxy.Operation;
import io.github.imagepromotion.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One round: what was there before is promoted, then the acts happen at once, while the registries are far away. */
final class Round implements AutoCloseable {
    private static final long TIME_LIMIT_SECONDS = 300;

    private final Scenario scenario;
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<DockerRegistry> registries;
    private final String path;
    private final Path directory;
    private final Place place;
    private volatile boolean far;

    Round(Scenario scenario, List<DockerRegistry> registries) throws IOException {
        this.scenario = scenario;
        this.registries = registries.subList(0, scenario.registries());
        this.directory = Files.createTempDirectory("contention");
        // Not twice the same, though a seed may run again.
        this.path = "round-" + Long.toHexString(scenario.seed()) + "-" + Long.toHexString(System.nanoTime());
        for (DockerRegistry registry : this.registries) {
            proxies.add(FaultProxy.start(
                    registry.url(), Faults.NONE, new Latency(() -> far ? oneWay() : Duration.ZERO, this::tagging)));
        }
        this.place = new Place(
                scenario,
                proxies.stream().map(proxy -> proxy.url() + "/" + path).toList(),
                directory.toString());
    }

    private Duration oneWay() {
        return Duration.ofMillis(scenario.oneWay());
    }

    private Duration tagging(Head request) {
        return far && Operation.of(request) == Operation.TAG_PUT
                ? Duration.ofMillis(scenario.tagging())
                : Duration.ZERO;
    }

    Map<Act, Outcome> run() throws IOException, InterruptedException {
        prepare();
        CountDownLatch begin = new CountDownLatch(1);
        Map<Act, CompletableFuture<Outcome>> running = new LinkedHashMap<>();
        for (Act act : scenario.acts()) {
            running.put(act, begin(act, scenario.inProcesses() ? process(act)::run : thread(act, begin)));
        }
        begin.countDown();
        Map<Act, Outcome> outcomes = new LinkedHashMap<>();
        for (Map.Entry<Act, CompletableFuture<Outcome>> each : running.entrySet()) {
            try {
                outcomes.put(each.getKey(), each.getValue().get(TIME_LIMIT_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException e) {
                outcomes.put(each.getKey(), Outcome.of(e));
            }
        }
        return outcomes;
    }

    /** Promotes what is there before; from then on the registries are far away. */
    void prepare() throws IOException {
        Map<Integer, Integer> older = new HashMap<>();
        Map<Integer, Integer> newer = new HashMap<>();
        for (int image = 0; image < scenario.images(); image++) {
            older.put(image, 0);
            newer.put(image, 1);
        }
        try (Actor before = new Actor(place, "before")) {
            before.promote(Scenario.OLDER, older);
            before.promote(Scenario.NEWER, newer);
        }
        far = true;
    }

    /** An actor that is ready, and waits until it is told to begin. */
    ActingProcess process(Act act) throws IOException {
        return ActingProcess.start(place, act);
    }

    private Supplier<Outcome> thread(Act act, CountDownLatch begin) {
        return () -> {
            try (Actor actor = new Actor(place, Scenario.process(act))) {
                begin.await();
                Thread.sleep(act.delay());
                return actor.run(act);
            } catch (IOException e) {
                return Outcome.of(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Outcome.of(e);
            }
        };
    }

    static CompletableFuture<Outcome> begin(Act act, Supplier<Outcome> work) {
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> end.complete(work.get()), act.toString());
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    /** Every registry's repository of an image, past the proxies. */
    List<Crane> cranes(int image) {
        return registries.stream()
                .map(registry -> new Crane(registry.authority() + "/" + name(image)))
                .toList();
    }

    /** The name of an image's repository in the registries. */
    String name(int image) {
        return path + "/" + Place.repository(image);
    }

    @Override
    public void close() throws IOException {
        proxies.forEach(FaultProxy::close);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
