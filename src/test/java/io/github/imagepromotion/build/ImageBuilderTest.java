package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.build.application.ExtraDirectory;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuilderTest {
    @TempDir
    Path directory;

    private BuildFixture build;

    @BeforeEach
    void start() {
        build = new BuildFixture(directory.resolve("project"));
    }

    @Test
    void buildWhenOnScratchHasJibsLayersInJibsOrder() throws Exception {
        everyKindOfLayer();

        try (BuiltImage built = build.build()) {
            assertThat(Json.objects(BuildFixture.config(built), "history", "config"))
                    .extracting(entry -> entry.get("comment").getAsString())
                    .containsExactly(
                            "dependencies",
                            "snapshot dependencies",
                            "project dependencies",
                            "resources",
                            "classes",
                            "extra files",
                            "jvm arg files");
            assertThat(BuildFixture.manifest(built).layers()).hasSize(7).allMatch(layer -> layer.mediaType()
                    .equals(MediaType.OCI_LAYER_GZIP));
            BuildFixture.readAll(built);
        }
    }

    @Test
    void buildWhenNothingIsSaidStartsTheOnlyMainClass() throws Exception {
        build.withMainClass("Hello");
        build.entrypoint = new Entrypoint.Java(Optional.empty(), List.of("-Xmx64m"));

        try (BuiltImage built = build.build()) {
            JsonObject config = BuildFixture.config(built);
            assertThat(Json.strings(config.getAsJsonObject("config"), "Entrypoint", "config"))
                    .containsExactly("java", "-Xmx64m", "-cp", "@/app/jib-classpath-file", "Hello");
            assertThat(config.get("architecture").getAsString()).isEqualTo("amd64");
            assertThat(config.get("created").getAsString()).isEqualTo("2024-02-29T12:00:00Z");
            assertThat(built.image().top().mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
            assertThat(built.base()).isEmpty();
        }
    }

    @Test
    void buildWhenRepeatedGivesTheSameDigestColdAndWarm() throws Exception {
        everyKindOfLayer();
        BuildFixture other = new BuildFixture(directory.resolve("elsewhere"));
        BuildFixture first = build;
        build = other;
        everyKindOfLayer();

        try (BuiltImage cold = first.build();
                BuiltImage warm = first.build();
                BuiltImage elsewhere = other.build()) {
            assertThat(warm.image().top()).isEqualTo(cold.image().top());
            assertThat(elsewhere.image().top()).isEqualTo(cold.image().top());
        }
    }

    @Test
    void buildWhenAFileChangedAndKeptItsTimeTakesTheNewContent() throws Exception {
        FileTime time = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));
        build.entrypoint = new Entrypoint.Command(List.of("/bin/true"));
        build.extraDirectories = List.of(new ExtraDirectory(build.directory.resolve("extra"), "/"));

        Files.setLastModifiedTime(build.file("extra/unpacked", "old"), time);
        BuiltImage before = build.build();
        Files.setLastModifiedTime(build.file("extra/unpacked", "new"), time);
        try (BuiltImage after = build.build()) {
            assertThat(after.image().top().digest())
                    .isNotEqualTo(before.image().top().digest());
        }
        before.close();
    }

    @Test
    void buildWhenClosedKeepsTheLayersThatItUsedAndNothingElse() throws Exception {
        build.withMainClass("Hello").build().close();
        Set<String> before = layersKept();
        build.file("classes/application.properties", "a=b");
        build.build().close();

        assertThat(before).hasSize(2);
        assertThat(layersKept()).hasSize(3).containsAll(before);
        Files.delete(build.directory.resolve("classes/application.properties"));
        build.build().close();
        assertThat(layersKept()).isEqualTo(before);
    }

    @Test
    void buildWhenOneFileChangedBuildsItsLayerAlone() throws Exception {
        everyKindOfLayer();
        build.build().close();
        build.progress.clear();
        build.file("classes/application.properties", "a=c");
        build.build().close();

        assertThat(build.progress).containsExactly("Building the layers of the application: resources");
    }

    @Test
    void layerWhenDamagedIsNeverTakenAndIsBuiltAgain() throws Exception {
        build.withMainClass("Hello");
        Descriptor expected;
        try (BuiltImage built = build.build()) {
            expected = built.image().top();
        }
        for (String layer : layersKept()) {
            Path file = build.work.resolve("layers").resolve(layer);
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 40));
        }
        try (BuiltImage again = build.build()) {
            assertThat(again.image().top()).isEqualTo(expected);
            BuildFixture.readAll(again);
        }
        for (String layer : layersKept()) {
            Files.writeString(
                    build.work.resolve("layers").resolve(layer.replace(".tar.gz", ".properties")), "size=\\u00zz");
        }
        try (BuiltImage again = build.build()) {
            assertThat(again.image().top()).isEqualTo(expected);
        }
        Path one = build.work.resolve("layers").resolve(layersKept().iterator().next());
        byte[] content = Files.readAllBytes(one);
        content[content.length / 2] ^= 1;
        Files.write(one, content);
        try (BuiltImage flipped = build.build()) {
            assertThatThrownBy(() -> BuildFixture.readAll(flipped)).isInstanceOf(ImageException.class);
        }
        try (BuiltImage healed = build.build()) {
            BuildFixture.readAll(healed);
            assertThat(healed.image().top()).isEqualTo(expected);
        }
    }

    private Set<String> layersKept() throws Exception {
        try (Stream<Path> files = Files.list(build.work.resolve("layers"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".properties"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void buildWhenSeveralPlatformsMakesAnIndexThatSharesLayers() throws Exception {
        build.withMainClass("Hello");
        build.platforms = List.of(Platform.of("linux/amd64"), Platform.of("linux/arm64/v8"));
        build.annotations.put("org.example", "yes");

        try (BuiltImage built = build.build()) {
            assertThat(built.image().top().mediaType()).isEqualTo(MediaType.OCI_INDEX);
            var index = built.image().manifests().get(2);
            assertThat(index.manifests())
                    .extracting(child -> child.platform().orElseThrow().toString())
                    .containsExactly("linux/amd64", "linux/arm64/v8");
            assertThat(index.annotations()).containsExactly(Map.entry("org.example", "yes"));
            List<ImageManifest> images = built.image().imageManifests();
            assertThat(images.get(0).layers()).isEqualTo(images.get(1).layers());
        }
    }

    @Test
    void buildWhenFileNamesAreEqualRenamesThemAndKeepsMavensOrder() throws Exception {
        build.withMainClass("Hello");
        build.dependencies = List.of(
                new Dependency(build.file("b/same.jar", "12345"), Dependency.Kind.SNAPSHOT),
                new Dependency(build.file("a/only.jar", "1"), Dependency.Kind.RELEASE),
                new Dependency(build.file("a/same.jar", "67890"), Dependency.Kind.RELEASE));

        build.build().close();

        assertThat(build.work.resolve("jib-classpath-file"))
                .hasContent(
                        "/app/resources:/app/classes:/app/libs/same-5.jar:/app/libs/only.jar:/app/libs/same-5-2.jar");
    }

    @Test
    void buildWhenNoMainClassFailsWithRemedy() {
        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .satisfies(tells("<container><mainClass>"))
                .satisfies(tells("-Dimage.container.mainClass"));
    }

    @Test
    void buildWhenSeveralMainClassesListsThem() throws Exception {
        build.withMainClass("Hello").withMainClass("Goodbye");

        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Goodbye, Hello")
                .satisfies(tells("-Dimage.container.mainClass"));
    }

    @Test
    void buildWhenEntrypointIsGivenNeedsNoMainClass() throws Exception {
        build.entrypoint = new Entrypoint.Command(List.of("/bin/true"));
        build.file("extra/file", "x");
        build.extraDirectories = List.of(new ExtraDirectory(build.directory.resolve("extra"), "/"));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.manifest(built).layers()).hasSize(1);
        }
    }

    @Test
    void buildWhenThereIsNothingToAddIsTheSettingsAlone() throws Exception {
        build.entrypoint = new Entrypoint.Inherited();
        build.user = Optional.of("1000");

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.manifest(built).layers()).isEmpty();
            assertThat(BuildFixture.config(built)
                            .getAsJsonObject("config")
                            .get("User")
                            .getAsString())
                    .isEqualTo("1000");
        }
    }

    @Test
    void buildWhenItWorksSaysWhatTakesTime() throws Exception {
        build.withMainClass("Hello").build().close();

        assertThat(build.progress).containsExactly("Building the layers of the application: classes, jvm arg files");
    }

    private void everyKindOfLayer() throws Exception {
        build.withMainClass("Hello");
        build.file("classes/application.properties", "a=b");
        build.file("extra/etc/motd", "hi");
        build.dependencies = List.of(
                new Dependency(build.file("libs/released.jar", "1"), Dependency.Kind.RELEASE),
                new Dependency(build.file("libs/snapshot.jar", "2"), Dependency.Kind.SNAPSHOT),
                new Dependency(build.file("libs/module.jar", "3"), Dependency.Kind.PROJECT));
        build.extraDirectories = List.of(new ExtraDirectory(build.directory.resolve("extra"), "/"));
    }
}
