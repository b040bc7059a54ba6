package io.github.imagepromotion.faults;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One promotion of three images that is killed at one of its requests, and the same command again. */
final class KilledPromotion implements AutoCloseable {
    private static final int IMAGES = 3;
    /** Some four chunks each, a small one, and a config. */
    private static final int[] LAYERS = {250_000, 240_000, 20_000};
    /** Of each image the BuildId's and a moving one. */
    static final int TAGS = 2 * IMAGES;

    private static final long TIME_LIMIT_SECONDS = 120;

    private final DockerRegistry registry;
    private final Path directory;
    private final SentBytes bytes = new SentBytes();
    private final Kill kill;
    private final FaultProxy proxy;
    private final String url;
    private final List<Candidate> candidates;

    /**
     * What became of it.
     *
     * @param died whether the process was killed: the last requests may come in another order, and one fewer
     * @param tagsAtDeath that were set when it died
     * @param sentAgain bytes of each blob that were sent beyond its size
     * @param hintsLeft files of the state directory after the end
     * @param problems what must not be
     */
    record Result(
            boolean died, int tagsAtDeath, Map<Descriptor, Long> sentAgain, int hintsLeft, List<String> problems) {}

    KilledPromotion(DockerRegistry registry, int number, KillSetting setting, long seed) throws IOException {
        this.registry = registry;
        this.directory = Files.createTempDirectory("killed");
        this.kill = new Kill(number, setting.moment(), bytes);
        this.proxy = FaultProxy.start(registry.url(), Faults.NONE, kill);
        if (setting.buffered()) {
            proxy.passOnWholeRequests();
        }
        this.url = proxy.url() + "/killed-" + Long.toHexString(System.nanoTime());
        for (int i = 0; i < IMAGES; i++) {
            Archives.write(
                    directory.resolve("app" + i + ".tar"),
                    TestImages.single(seed * IMAGES + i, LAYERS),
                    Archives.identity("app" + i, "1"));
        }
        this.candidates = PromotingProcess.candidates(directory, PromotingProcess.environments(url));
        for (Candidate candidate : candidates) {
            bytes.expect(candidate.archive());
        }
    }

    Result run() throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        boolean died = promote() != 0;
        EndState state = new EndState(
                PromotingProcess.environments(url).find("dev").orElseThrow(),
                candidates,
                Map.of(proxy.url().replace("http://", ""), new RegistryEye(registry.url())));
        problems.addAll(state.problemsOfFailure(Map.of()));
        int tags = state.tagsSet();
        int exit = promote();
        if (exit != 0) {
            problems.add("the rerun ended with " + exit);
        }
        problems.addAll(state.problemsOfSuccess());
        return new Result(died, tags, bytes.sentAgain(), hints(), problems);
    }

    /** Lets it live. */
    void promoteOnce() throws IOException, InterruptedException {
        if (promote() != 0) {
            throw new IOException("a promotion that is let live fails: " + Files.readString(directory.resolve("log")));
        }
    }

    /** {@return how many requests it took} */
    int requests() {
        return kill.requests();
    }

    private int promote() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PromotingProcess.class.getName(),
                        url,
                        directory.toString(),
                        directory.resolve("state").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        kill.victim(process);
        if (!process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("a promotion hangs");
        }
        return process.exitValue();
    }

    private int hints() throws IOException {
        Path uploads = directory.resolve("state").resolve("uploads");
        if (!Files.isDirectory(uploads)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(uploads)) {
            return (int) files.count();
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        for (Candidate candidate : candidates) {
            candidate.archive().close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
