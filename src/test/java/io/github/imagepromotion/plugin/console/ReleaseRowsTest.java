package io.github.imagepromotion.plugin.console;

import static io.github.imagepromotion.testing.ReleasePipeline.lock;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.report.SampleRelease;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.testing.ReleasePipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What image:status prints about releases. */
class ReleaseRowsTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T10:00:00Z");
    private static final ReleaseLock FIRST = lock("2026.11", "98", "acme/billing:7", "acme/shop:42");
    private static final ReleaseLock SECOND = lock("2026.12", "99", "acme/billing:7", "acme/shop:43");
    private static final List<Coordinates> RELEASE = List.of(Coordinates.of(ReleasePipeline.NAME + ":2026.12"));

    private final ReleasePipeline pipeline = new ReleasePipeline();

    @TempDir
    private Path cache;

    @BeforeEach
    void promote() throws IOException {
        pipeline.environment("dev", Optional.of("releases"), "latest");
        pipeline.environment("prod", Optional.of("releases"), "latest");
        pipeline.environment("spare", Optional.of("releases"), "latest");
        pipeline.releaseAll("dev", FIRST, MONDAY);
        pipeline.releaseAll("dev", SECOND, TUESDAY);
        pipeline.releaseAll("prod", FIRST, MONDAY);
    }

    @AfterEach
    void stop() throws IOException {
        pipeline.close();
    }

    @Test
    void matrixWhenAReleaseIsAskedForBeginsWithItAfterTheSummary() throws IOException {
        List<String> lines = lines(pipeline.read(cache, RELEASE, "acme/billing", "acme/shop"));

        assertThat(lines.get(0)).isEqualTo("0 of 2 the same in dev, prod and spare");
        assertThat(String.join("\n", lines.subList(1, 6)))
                .isEqualTo(
                        """
                        release com.acme:november
                          ENVIRONMENT  RELEASE  BUILD  MEMBERS  DIGEST        SINCE                 BY   BEHIND             REGISTRY
                          dev          2026.12  99     2 of 2   %s  2026-11-24T10:00:00Z  ada                     registry.example/dev
                          prod         2026.11  98     2 of 2   %s  2026-11-23T10:00:00Z  ada  1 behind dev, 1 d  registry.example/prod
                          spare        none     ?               ?             ?                     ?                       registry.example/spare"""
                                .formatted(digest(SECOND), digest(FIRST)));
        assertThat(lines).contains("acme/billing", "acme/shop").noneMatch(line -> line.contains("moved away"));
    }

    @Test
    void matrixWhenAMemberWasMovedAwayNamesIt() throws IOException {
        pipeline.promote("prod", "acme/billing", "8", TUESDAY);

        List<String> lines = lines(pipeline.read(cache, RELEASE, "acme/billing", "acme/shop"));

        assertThat(lines)
                .contains("  ! prod: moved away from release '2026.11': acme/billing (build '8' instead of '7')")
                .anyMatch(line -> line.matches("  prod         2026.11  98     1 of 2   .*"));
        assertThat(String.join(" ", lines).replaceAll(" +", " "))
                .contains(
                        "! prod: moved away from release 'com.acme:november:2026.11', which has build '7', to build '8',"
                                + " promoted at 2026-11-24T10:00:00Z by 'ada'");
    }

    @Test
    void matrixWhenOneImageIsAskedForSaysWhichReleaseHasIt() throws IOException {
        pipeline.promote("prod", "acme/shop", "44", TUESDAY);

        List<String> lines = lines(pipeline.read(cache, List.of(), "acme/shop"));

        assertThat(lines)
                .anyMatch(line -> line.matches("  ENVIRONMENT  BUILD  RELEASE  .*"))
                .anyMatch(line -> line.matches("  dev          43     november 2026.12  .*"))
                .anyMatch(line -> line.matches("  spare        none   +\\?.*"))
                .anyMatch(line -> line.matches("  prod         44     not november 2026.11 .*"))
                .noneMatch(line -> line.startsWith("release "));
    }

    /** What is printed instead is left in {@code target/status}. */
    @Test
    void matrixWhenOneMemberWasMovedAwayIsAsThePageShows() throws IOException {
        try (ReleasePipeline sample = SampleRelease.make(0)) {
            List<String> lines = lines(sample.read(cache, RELEASE, "acme/billing", "acme/search", "acme/shop"));
            String shown = String.join("\n", lines.subList(1, lines.indexOf("acme/billing")));

            Files.createDirectories(Path.of("target/status"));
            Files.writeString(Path.of("target/status/release.txt"), shown);
            assertThat(Path.of("docs/goals/status.md")).content().contains("```text\n" + shown + "\n```");
        }
    }

    private static String digest(ReleaseLock lock) {
        return ReleaseArtifact.of(Json.pretty(lock)).digest().abbreviated();
    }

    private static List<String> lines(Pipeline pipeline) {
        return new StatusTable(140)
                .matrix(pipeline, false).stream().map(StyledLine::plain).toList();
    }
}
