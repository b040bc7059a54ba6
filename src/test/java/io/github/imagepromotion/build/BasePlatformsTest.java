package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasePlatformsTest {
    @TempDir
    Path directory;

    private BuildFixture build;
    private LayoutFixture layout;

    @BeforeEach
    void start() throws Exception {
        build = new BuildFixture(directory.resolve("project")).withMainClass("Hello");
        layout = new LayoutFixture(directory.resolve("base"));
        build.withBase(layout);
    }

    @Test
    void baseWhenTwoPlatformsAreWantedGivesAnIndexInTheOrderWanted() throws Exception {
        layout.name(layout.index("linux/amd64", "linux/arm64/v8", "linux/s390x"), "base");
        build.platforms = platforms("linux/arm64", "linux/amd64");

        try (BuiltImage built = build.build()) {
            assertThat(built.image().top().mediaType()).isEqualTo(MediaType.OCI_INDEX);
            assertThat(built.image().manifests().get(2).manifests())
                    .extracting(child -> child.platform().orElseThrow().toString())
                    .containsExactly("linux/arm64/v8", "linux/amd64");
            assertThat(built.image().blobs()).hasSize(2 + 2 + 2);
            BuildFixture.readAll(built);
        }
    }

    @Test
    void indexWhenBuiltKeepsOsVersionAndFeaturesAndTheBasesAnnotations() throws Exception {
        Platform windows =
                new Platform("windows", "amd64", Optional.empty(), Optional.of("10.0.20348.1"), List.of("win32k"));
        Descriptor index = layout.index(
                List.of(
                        layout.image(windows).withPlatform(windows),
                        layout.image(Platform.LINUX_AMD64).withPlatform(Platform.LINUX_AMD64)),
                Map.of("of-the-base", "1"));
        layout.name(index, "base");
        build.platforms = platforms("windows/amd64", "linux/amd64");

        try (BuiltImage built = build.build()) {
            var top = built.image().manifests().get(2);
            assertThat(top.manifests().get(0).platform()).contains(windows);
            assertThat(top.annotations())
                    .isEqualTo(Map.of(
                            "of-the-base",
                            "1",
                            "org.opencontainers.image.base.digest",
                            index.digest().toString()));
        }
    }

    @Test
    void baseWhenIndexAndNothingIsWantedTakesLinuxAmd64() throws Exception {
        layout.name(layout.index("linux/arm64", "linux/amd64"), "base");

        try (BuiltImage built = build.build()) {
            assertThat(built.image().top().mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
            assertThat(BuildFixture.config(built).get("architecture").getAsString())
                    .isEqualTo("amd64");
        }
    }

    @Test
    void baseWhenSingleAndNothingIsWantedIsTakenWhateverItIs() throws Exception {
        layout.name(layout.image(Platform.of("linux/riscv64")), "base");

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.config(built).get("architecture").getAsString())
                    .isEqualTo("riscv64");
        }
    }

    @Test
    void baseWhenIndexesNestAndAttestationsStandInThemFindsTheImages() throws Exception {
        Platform unknown = Platform.of("unknown/unknown");
        Descriptor attestation = layout.image(unknown)
                .withPlatform(unknown)
                .withAnnotations(Map.of("vnd.docker.reference.type", "attestation-manifest"));
        Descriptor inner = layout.index(
                List.of(layout.image(Platform.LINUX_AMD64).withPlatform(Platform.LINUX_AMD64), attestation), Map.of());
        layout.name(layout.index(List.of(inner, layout.image(Platform.of("linux/arm64"))), Map.of()), "base");
        build.platforms = platforms("linux/amd64", "linux/arm64");

        try (BuiltImage built = build.build()) {
            assertThat(built.image().imageManifests()).hasSize(2);
        }
    }

    @Test
    void baseWhenItLacksAPlatformSaysWhatItHas() {
        layout.name(layout.index("linux/amd64", "linux/arm64/v8"), "base");
        build.platforms = platforms("linux/s390x");

        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("linux/s390x")
                .hasMessageContaining("linux/amd64, linux/arm64/v8")
                .satisfies(tells("<from><platforms> (-Dimage.from.platforms)"));
    }

    @Test
    void baseWhenSingleAndAnotherPlatformIsWantedSaysWhatItIs() {
        layout.name(layout.image(Platform.of("linux/riscv64")), "base");
        build.platforms = platforms("linux/amd64");

        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("linux/riscv64")
                .satisfies(tells("<from><platforms>"));
    }

    private static List<Platform> platforms(String... names) {
        return java.util.Arrays.stream(names).map(Platform::of).toList();
    }
}
