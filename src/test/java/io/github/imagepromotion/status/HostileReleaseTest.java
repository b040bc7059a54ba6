package io.github.imagepromotion.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.report.SampleRelease;
import io.github.imagepromotion.status.ReleaseStatus.State;
import io.github.imagepromotion.testing.ReleasePipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lock that anyone with push rights put into a registry. */
class HostileReleaseTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    private Path cache;

    /** Members that nobody asked for cost no more requests than a release of 200, and no more room on the page. */
    @Test
    void readWhenALockNamesThousandsOfMembersReadsABoundedNumber() throws IOException {
        try (ReleasePipeline pipeline = new ReleasePipeline()) {
            pipeline.environment("prod", Optional.of("releases"), "latest");
            pipeline.promote("prod", "acme/shop", "42", MONDAY);
            pipeline.release(
                    "prod",
                    ReleasePipeline.lock(
                            "2026.11",
                            "98",
                            IntStream.range(0, 3_000)
                                    .mapToObj(number -> "acme/service-" + number + ":7")
                                    .toArray(String[]::new)),
                    MONDAY);
            pipeline.server().requests().clear();

            Pipeline read = pipeline.read(cache, List.of(Coordinates.of(ReleasePipeline.NAME + ":1")), "acme/shop");

            assertThat(read.images()).hasSize(201);
            assertThat(pipeline.server().requests().size()).isLessThan(1_000);
            ReleaseStatus.EnvironmentRelease prod =
                    read.releases().get(0).environments().get(0);
            assertThat(prod.in(State.MOVED)).hasSize(200);
            assertThat(prod.in(State.UNKNOWN)).hasSize(2_800);
            assertThat(SampleRelease.report(pipeline, cache).html().split("data-label=\"prod\""))
                    .hasSizeLessThan(800);
        }
    }
}
