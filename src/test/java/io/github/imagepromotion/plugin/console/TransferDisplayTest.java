package io.github.imagepromotion.plugin.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.PromotionEvent;
import io.github.imagepromotion.promotion.Target;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees of a transfer. */
class TransferDisplayTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path directory;

    private ImageArchive archive;
    private Registry registry;
    private Target target;
    private Plan plan;
    private Descriptor layer;

    @BeforeEach
    void plan() throws IOException {
        archive = ImageArchive.open(Archives.write(
                directory.resolve("image.tar"), TestImages.single(3, 4_000_000), Archives.identity("shop", "42")));
        RegistryAddress address = new RegistryAddress.Directory(directory.resolve("registry"));
        registry = Registries.open(address, Accesses.anonymous());
        Environment dev = TestEnvironments.of("dev", List.of(address), List.of(), List.of());
        target = new Target(
                new Candidate(archive, "a test", new Environments(List.of(dev))),
                dev,
                address.toString(),
                registry.repository(archive.identity().repository()),
                List.of(),
                archive.image().blobs(),
                archive.image().manifests(),
                List.of(),
                List.of(),
                archive,
                List.of());
        plan = new Plan("dev", List.of(target), List.of());
        layer = archive.image().imageManifests().get(0).layers().get(0);
    }

    @AfterEach
    void close() throws Exception {
        registry.close();
        archive.close();
    }

    @Test
    void linesWhenABlobIsUnderWaySayRateAndTimeLeft() {
        TransferState state = new TransferState(plan, 0);
        state.sending(target, layer, 0, 0);
        state.sending(target, layer, layer.size() / 4, SECOND);

        assertThat(state.lines(SECOND)).singleElement().satisfies(line -> assertThat(line)
                .contains("sha256:" + layer.digest().abbreviated(), "1.0 MB of 4.0 MB", "1.0 MB/s, 3 s left"));
    }

    @Test
    void summaryWhenAllBlobsHaveArrivedSaysWhatFollows() {
        TransferState state = new TransferState(plan, 0);
        state.sending(target, layer, 0, 0);
        state.arrived(target, layer);

        assertThat(state.lines(2 * SECOND)).isEmpty();
        assertThat(state.summary(2 * SECOND))
                .isEqualTo("Transferring 4.0 MB of 4.0 MB (99 %), manifests and documents follow");
    }

    @Test
    void displayWhenLiveDrawsOverItsLinesAndLeavesNone() throws Exception {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        try (TransferDisplay display =
                new TransferDisplay(plan, true, line -> {}, new PrintStream(drawn, true, UTF_8))) {
            display.sending(target, layer, 0);
            display.sending(target, layer, 1_000_000);
            Thread.sleep(700);
        }

        String[] frames = drawn.toString(UTF_8).split("\u001b\\[1A\u001b\\[2K\r", -1);
        assertThat(frames).hasSizeGreaterThan(2);
        assertThat(frames[0]).contains("1.0 MB of 4.0 MB").endsWith(System.lineSeparator());
        assertThat(frames[frames.length - 1]).as("what is left at the end").isEmpty();
    }

    @Test
    void displayWhenSteadyDrawsNothing() throws Exception {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        try (TransferDisplay display =
                new TransferDisplay(plan, false, line -> {}, new PrintStream(drawn, true, UTF_8))) {
            display.sending(target, layer, 1_000_000);
            Thread.sleep(500);
        }

        assertThat(drawn.size()).isZero();
    }

    @Test
    void displayWhenSteadyTellsALineEveryFewSeconds() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        try (TransferDisplay display = new TransferDisplay(plan, false, lines::add, System.out)) {
            display.sending(target, layer, 1_000_000);
            assertThat(lines.poll(20, TimeUnit.SECONDS))
                    .startsWith("Transferring 1.0 MB of 4.0 MB (24 %), 1 blobs under way");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, '', xterm, true, true",
        "false, '', xterm, true, false",
        "true, 1, xterm, true, false",
        "true, '', dumb, true, false",
        "true, '', xterm, false, false"
    })
    void isLiveWhenBatchNoColorDumbOrPipeIsFalse(
            boolean interactive, String noColor, String term, boolean terminal, boolean live) {
        assertThat(TransferDisplay.isLive(interactive, Map.of("NO_COLOR", noColor, "TERM", term), terminal))
                .isEqualTo(live);
    }

    /** Maven's {@code -q}. */
    @Test
    void transferWhenQuietIsNotShown() throws Exception {
        Log quiet = new SystemStreamLog() {
            @Override
            public boolean isInfoEnabled() {
                return false;
            }
        };
        try (MavenPromotionLog log = new MavenPromotionLog(
                quiet, true, new ResultFiles(Optional.empty(), directory, false, ResultFilesTest.NOBODY, quiet))) {
            log.on(new PromotionEvent.TransferStarted(plan));
            assertThat(isShown()).isFalse();
        }
    }

    /** Another test's display may take a moment to end. */
    private static boolean isShown() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals(TransferDisplay.THREAD))) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }
}
