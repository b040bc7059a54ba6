package io.github.imagepromotion.faults;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The place of one run: its proxies, environments, and archives of its images and of an older build of them. */
final class Stage implements AutoCloseable {
    private final Path directory;
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final Map<String, RegistryEye> eyes = new HashMap<>();
    private final Environments environments;
    private final Scenario scenario;
    private final List<Candidate> candidates;
    private final List<Candidate> older;

    Stage(Ground ground, Scenario scenario, Faults faults) throws IOException {
        this.scenario = scenario;
        this.directory = Files.createTempDirectory("fault-run");
        List<String> urls = new ArrayList<>();
        urls.add(proxy(ground.registry(scenario.tokens()), faults));
        if (scenario.twoRegistries()) {
            urls.add(proxy(ground.registry(!scenario.tokens()), faults));
        }
        // Not twice the same, though a seed may run again.
        String run = "run-" + Long.toHexString(scenario.seed()) + "-" + Long.toHexString(System.nanoTime());
        this.environments = new Environments(List.of(
                environment("dev", List.of(), urls, run + "/dev"),
                environment("prod", List.of("dev"), urls, run + "/prod")));
        this.candidates = candidates("2", scenario.seed());
        this.older = candidates("1", scenario.seed() + 1_000_003);
    }

    private String proxy(DockerRegistry registry, Faults faults) {
        FaultProxy proxy = FaultProxy.start(registry.url(), faults, Traffic.UNWATCHED);
        proxies.add(proxy);
        eyes.put(proxy.url().replace("http://", ""), new RegistryEye(registry.url()));
        return proxy.url();
    }

    private static Environment environment(String id, List<String> after, List<String> urls, String path) {
        return TestEnvironments.of(
                id,
                urls.stream().map(url -> RegistryAddress.of(url + "/" + path)).toList(),
                List.of(Tag.of("latest")),
                after);
    }

    private List<Candidate> candidates(String buildId, long seed) throws IOException {
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < scenario.layers().size(); i++) {
            int[] layers = scenario.layers().get(i).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            TestImages.TestImage image =
                    scenario.index() ? TestImages.twoPlatforms(seed + i, layers) : TestImages.single(seed + i, layers);
            Path file = Archives.write(
                    directory.resolve("app" + i + "-" + buildId + ".tar"),
                    image,
                    Archives.identity("app" + i, buildId));
            all.add(new Candidate(ImageArchive.open(file), "a test", environments));
        }
        return all;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    List<Candidate> older() {
        return older;
    }

    /** {@return where uploads under way may be remembered} */
    Path state() {
        return directory.resolve("state");
    }

    EndState endState(String environment) {
        return new EndState(environments.find(environment).orElseThrow(), candidates, eyes);
    }

    /** Nothing goes wrong from now on. */
    void behave() {
        proxies.forEach(FaultProxy::behave);
    }

    @Override
    public void close() throws IOException {
        proxies.forEach(FaultProxy::close);
        for (Candidate candidate : candidates) {
            candidate.archive().close();
        }
        for (Candidate candidate : older) {
            candidate.archive().close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
