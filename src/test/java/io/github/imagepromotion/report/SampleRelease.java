package io.github.imagepromotion.report;

import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.plugin.console.Told;
import io.github.imagepromotion.report.page.PipelineReport;
import io.github.imagepromotion.testing.ReleasePipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three releases of a shop on their way to prod, where one member was moved away from its release. */
public final class SampleRelease {
    private static final Instant NOW = Instant.parse("2026-11-26T09:30:00Z");

    private SampleRelease() {}

    /** With so many more members, which every release has and nobody moves. */
    public static ReleasePipeline make(int more) throws IOException {
        ReleasePipeline pipeline = new ReleasePipeline();
        for (String environment : List.of("dev", "test", "prod")) {
            pipeline.environment(environment, Optional.of("releases"), "latest");
        }
        release(
                pipeline,
                more,
                "2026.10",
                "811",
                List.of("dev", "test", "prod"),
                "2026-10-2",
                "billing:62",
                "shop:4688");
        release(
                pipeline,
                more,
                "2026.11",
                "857",
                List.of("dev", "test", "prod"),
                "2026-11-0",
                "billing:64",
                "search:19",
                "shop:4699");
        release(
                pipeline,
                more,
                "2026.12",
                "902",
                List.of("dev", "test"),
                "2026-11-2",
                "billing:64",
                "search:21",
                "shop:4711");
        pipeline.promote("prod", "acme/search", "20", Instant.parse("2026-11-25T16:40:00Z"));
        return pipeline;
    }

    private static void release(
            ReleasePipeline pipeline,
            int more,
            String version,
            String buildId,
            List<String> environments,
            String month,
            String... members)
            throws IOException {
        String[] all = Stream.concat(
                        Arrays.stream(members), IntStream.range(0, more).mapToObj(number -> "service-" + number + ":7"))
                .map(member -> "acme/" + member)
                .toArray(String[]::new);
        int day = 1;
        for (String environment : environments) {
            pipeline.releaseAll(
                    environment,
                    ReleasePipeline.lock(version, buildId, all),
                    Instant.parse(month + day + "T1" + day + ":20:00Z"));
            day += 2;
        }
    }

    public static PipelineReport report(ReleasePipeline pipeline, Path cache) throws IOException {
        return PipelineReport.read(
                pipeline.request(
                        cache,
                        List.of(Coordinates.of(ReleasePipeline.NAME + ":2026.12")),
                        "acme/billing",
                        "acme/search",
                        "acme/shop"),
                (address, environment) -> pipeline.open(),
                new ReleasePipeline.Quiet(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Told::told);
    }
}
