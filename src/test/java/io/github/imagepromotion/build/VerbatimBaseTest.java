package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a base image has is in the image that is built on it. */
@NeedsTools
class VerbatimBaseTest {
    private static final String RICH_CONFIG =
            """
            {
              "created": "2020-01-01T00:00:00Z",
              "author": "someone",
              "architecture": "arm64",
              "variant": "v8",
              "os": "linux",
              "os.version": "6.1",
              "config": {
                "User": "nobody",
                "Env": ["PATH=/usr/bin", "KEPT=1", "CHANGED=old"],
                "Entrypoint": ["/old"],
                "Cmd": ["old-argument"],
                "ExposedPorts": {"80/tcp": {}},
                "Volumes": {"/data": {}},
                "Labels": {"kept": "1", "changed": "old"},
                "WorkingDir": "/work",
                "StopSignal": "SIGQUIT",
                "Shell": ["/bin/sh", "-c"],
                "OnBuild": ["RUN true"],
                "Healthcheck": {"Test": ["CMD", "/check"], "Interval": 30000000000},
                "x-unknown": {"deep": [1, 2.50, null, true]}
              },
              "x-top": "unknown, too",
              "history": [
                {"created": "2020-01-01T00:00:00Z", "created_by": "ADD", "x-more": 1},
                {"created_by": "ENV", "empty_layer": true}
              ]
            }
            """;

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
    void configWhenBaseIsRichKeepsAllOfIt() throws Exception {
        layout.name(rich(Map.of()), "rich");
        build.environment.put("CHANGED", "new");
        build.environment.put("ADDED", "a=b");
        build.labels.put("changed", "new");
        build.ports = List.of("8080", "53/udp");
        build.volumes = List.of("/more");
        build.workingDirectory = Optional.of("/elsewhere");

        JsonObject expected = Json.object(RICH_CONFIG.getBytes(StandardCharsets.UTF_8), "expected");
        JsonObject container = expected.getAsJsonObject("config");
        container.add(
                "Env",
                Json.object(
                                """
                {"e":["PATH=/usr/bin","KEPT=1","CHANGED=new","ADDED=a=b"]}"""
                                        .getBytes(StandardCharsets.UTF_8),
                                "e")
                        .get("e"));
        container.getAsJsonObject("Labels").addProperty("changed", "new");
        container.getAsJsonObject("ExposedPorts").add("8080/tcp", new JsonObject());
        container.getAsJsonObject("ExposedPorts").add("53/udp", new JsonObject());
        container.getAsJsonObject("Volumes").add("/more", new JsonObject());
        container.addProperty("WorkingDir", "/elsewhere");
        container.remove("Cmd");
        expected.addProperty("created", "2024-02-29T12:00:00Z");

        try (BuiltImage built = build.build()) {
            JsonObject config = BuildFixture.config(built);
            container.add("Entrypoint", config.getAsJsonObject("config").get("Entrypoint"));
            assertThat(Json.objects(config, "history", "config").subList(0, 2))
                    .isEqualTo(Json.objects(expected, "history", "config"));
            expected.add("history", config.get("history"));
            expected.add("rootfs", config.get("rootfs"));
            assertThat(config).isEqualTo(expected);
            assertThat(Json.compact(config)).asString().contains("2.50");
        }
    }

    @Test
    void entrypointWhenInheritedStaysWithItsArguments() throws Exception {
        layout.name(rich(Map.of()), "rich");
        build.entrypoint = new Entrypoint.Inherited();

        try (BuiltImage built = build.build()) {
            JsonObject container = BuildFixture.config(built).getAsJsonObject("config");
            assertThat(Json.strings(container, "Entrypoint", "config")).containsExactly("/old");
            assertThat(Json.strings(container, "Cmd", "config")).containsExactly("old-argument");
        }
    }

    @Test
    void configWhenBaseIsRichAndHasSeveralPlatformsKeepsAllOfEach() throws Exception {
        Descriptor arm64 = rich(Map.of("of-manifest", "1")).withPlatform(Platform.of("linux/arm64/v8"));
        Descriptor armV7 = rich("arm", "v7").withPlatform(Platform.of("linux/arm/v7"));
        layout.name(layout.index(List.of(arm64, armV7), Map.of("of-index", "1")), "rich");
        build.platforms = List.of(Platform.of("linux/arm/v7"), Platform.of("linux/arm64/v8"));

        try (BuiltImage built = build.build()) {
            var index = built.image().manifests().get(2);
            assertThat(index.annotations()).containsEntry("of-index", "1");
            assertThat(index.manifests())
                    .extracting(child -> child.platform().orElseThrow().toString())
                    .containsExactly("linux/arm/v7", "linux/arm64/v8");
            List<ImageManifest> images = built.image().imageManifests();
            assertThat(images.get(1).annotations()).containsEntry("of-manifest", "1");
            for (ImageManifest image : images) {
                JsonObject config = Json.object(built.blobs().read(image.config(), ImageConfig.LARGEST), "config");
                assertThat(config.get("author").getAsString()).isEqualTo("someone");
                assertThat(config.get("os.version").getAsString()).isEqualTo("6.1");
                assertThat(config.get("x-top").getAsString()).isEqualTo("unknown, too");
                assertThat(config.getAsJsonObject("config").keySet())
                        .contains("Healthcheck", "StopSignal", "Shell", "OnBuild", "x-unknown");
            }
            assertThat(images)
                    .extracting(image -> Json.object(built.blobs().read(image.config(), ImageConfig.LARGEST), "config")
                            .get("variant")
                            .getAsString())
                    .containsExactly("v7", "v8");
        }
    }

    @Test
    void argumentsWhenInheritedStayUnderAnotherEntrypoint() throws Exception {
        layout.name(rich(Map.of()), "rich");
        build.args = List.of("INHERIT");

        try (BuiltImage built = build.build()) {
            JsonObject container = BuildFixture.config(built).getAsJsonObject("config");
            assertThat(Json.strings(container, "Entrypoint", "config")).startsWith("java");
            assertThat(Json.strings(container, "Cmd", "config")).containsExactly("old-argument");
        }
    }

    @Test
    void annotationsWhenBaseHasThemAreKeptAndConfiguredOnesWin() throws Exception {
        Descriptor base = rich(Map.of("kept", "1", "changed", "old", "org.opencontainers.image.base.name", "its own"));
        layout.name(base, "rich");
        build.annotations.put("changed", "new");

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.manifest(built).annotations())
                    .isEqualTo(Map.of(
                            "kept", "1",
                            "changed", "new",
                            "org.opencontainers.image.base.digest",
                                    base.digest().toString()));
            assertThat(built.base().orElseThrow().digest()).isEqualTo(base.digest());
            assertThat(built.base().orElseThrow().name()).isEqualTo("oci:" + layout.directory);
        }
    }

    @Test
    void layersWhenBaseHasThemAreBelowTheApplications() throws Exception {
        Descriptor base = layout.image(Platform.of("linux/amd64"));
        layout.name(base, "base");

        try (BuiltImage built = build.build()) {
            Descriptor layer = built.base().orElseThrow().layers().get(0);
            assertThat(BuildFixture.manifest(built).layers().get(0)).isEqualTo(layer);
            assertThat(built.blobs().read(layer, 1 << 20)).isEqualTo(Files.readAllBytes(layout.fileOf(layer)));
            assertThat(Json.objects(BuildFixture.config(built), "history", "config"))
                    .extracting(entry -> entry.get("comment").getAsString())
                    .containsExactly("layer of the base image", "classes", "jvm arg files");
            BuildFixture.readAll(built);
        }
    }

    @Test
    void baseWhenDockerSchema2IsMappedToOciWithTheSameBytes() throws Exception {
        Path docker = directory.resolve("docker");
        layout.name(layout.image(Platform.of("linux/amd64")), "base");
        Commands.run(
                Commands.installed("skopeo"), "copy", "--format", "v2s2", "oci:" + layout.directory, "dir:" + docker);
        LayoutFixture schema2 = new LayoutFixture(directory.resolve("schema2"));
        try (Stream<Path> files = Files.list(docker)) {
            for (Path file :
                    files.filter(f -> f.getFileName().toString().length() == 64).toList()) {
                schema2.blob(MediaType.DOCKER_LAYER_GZIP, Files.readAllBytes(file));
            }
        }
        byte[] manifest = Files.readAllBytes(docker.resolve("manifest.json"));
        schema2.name(schema2.blob(MediaType.DOCKER_MANIFEST, manifest), "base");
        build.withBase(schema2);

        try (BuiltImage built = build.build()) {
            assertThat(built.base().orElseThrow().digest()).isEqualTo(Digest.sha256(manifest));
            assertThat(new String(manifest, StandardCharsets.UTF_8)).contains("vnd.docker.image.rootfs.diff.tar.gzip");
            assertThat(BuildFixture.manifest(built).descriptor().mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
            assertThat(BuildFixture.manifest(built).config().mediaType()).isEqualTo(MediaType.OCI_CONFIG);
            assertThat(BuildFixture.manifest(built).layers())
                    .allMatch(layer -> layer.mediaType().equals(MediaType.OCI_LAYER_GZIP));
            BuildFixture.readAll(built);
        }
    }

    @Test
    void layerWhenZstdIsCalledGzipGetsItsTrueType() throws Exception {
        LayoutFixture.Parts parts = layout.parts(Platform.of("linux/amd64"));
        layout.name(layout.image(parts.config(), List.of(parts.layer()), List.of(parts.diffId()), Map.of()), "base");
        Path recompressed = directory.resolve("recompressed");
        Commands.run(
                Commands.installed("skopeo"),
                "copy",
                "--dest-compress",
                "--dest-compress-format",
                "zstd",
                "dir:" + asDir(layout),
                "oci:" + recompressed + ":z");
        byte[] zstd = zstdBlob(recompressed);
        Descriptor mislabelled = layout.blob(MediaType.OCI_LAYER_GZIP, zstd);
        LayoutFixture wrong = new LayoutFixture(directory.resolve("wrong"));
        wrong.blob(MediaType.OCI_LAYER_GZIP, zstd);
        wrong.name(wrong.image(parts.config(), List.of(mislabelled), List.of(parts.diffId()), Map.of()), "z");
        build.withBase(wrong);

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.manifest(built).layers().get(0))
                    .isEqualTo(mislabelled.withMediaType(MediaType.OCI_LAYER_ZSTD));
        }
    }

    @Test
    void layerWhenCalledGzipAndNotCompressedIsRefused() {
        byte[] tar = LayoutFixture.tar(Map.of("file", "x"));
        Descriptor layer = layout.blob(MediaType.OCI_LAYER_GZIP, tar);
        layout.name(image(layer), "base");

        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(layer.digest() + " is called")
                .satisfies(tells("<from><image> (-Dimage.from.image)"));
    }

    @Test
    void layerWhenNonDistributableIsRefused() {
        Descriptor layer = layout.blob(
                MediaType.of("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"),
                LayoutFixture.gzip(LayoutFixture.tar(Map.of("file", "x"))));
        layout.name(image(layer), "base");

        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("may not be distributed")
                .satisfies(tells("<from><image>"));
    }

    @Test
    void baseWhenItIsNoImageIsRefused() {
        layout.name(
                layout.blob(
                        MediaType.OCI_MANIFEST,
                        """
                {"schemaVersion":2,"config":{"mediaType":"application/vnd.example+json","digest":"%s","size":2},"layers":[]}
                """
                                .formatted(layout.blob(
                                                MediaType.of("application/vnd.example+json"),
                                                "{}".getBytes(StandardCharsets.UTF_8))
                                        .digest())
                                .getBytes(StandardCharsets.UTF_8)),
                "base");

        assertThatThrownBy(build::build).isInstanceOf(ImageException.class).hasMessageContaining("is not an image");
    }

    private Descriptor image(Descriptor layer) {
        JsonObject config = new JsonObject();
        config.addProperty("architecture", "amd64");
        config.addProperty("os", "linux");
        return layout.image(config, List.of(layer), List.of(layer.digest()), Map.of());
    }

    private Descriptor rich(Map<String, String> annotations) {
        LayoutFixture.Parts parts = layout.parts(Platform.of("linux/arm64/v8"));
        JsonObject config = Json.object(RICH_CONFIG.getBytes(StandardCharsets.UTF_8), "config");
        return layout.image(config, List.of(parts.layer()), List.of(parts.diffId()), annotations);
    }

    private Descriptor rich(String architecture, String variant) {
        LayoutFixture.Parts parts = layout.parts(Platform.of("linux/" + architecture + "/" + variant));
        JsonObject config = Json.object(RICH_CONFIG.getBytes(StandardCharsets.UTF_8), "config");
        config.addProperty("architecture", architecture);
        config.addProperty("variant", variant);
        return layout.image(config, List.of(parts.layer()), List.of(parts.diffId()), Map.of());
    }

    private Path asDir(LayoutFixture source) {
        Path dir = directory.resolve("dir");
        Commands.run(
                Commands.installed("skopeo"), "copy", "--dest-decompress", "oci:" + source.directory, "dir:" + dir);
        return dir;
    }

    private static byte[] zstdBlob(Path layout) throws Exception {
        try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                byte[] content = Files.readAllBytes(blob);
                if ((content[0] & 0xff) == 0x28 && (content[1] & 0xff) == 0xb5) {
                    return content;
                }
            }
        }
        throw new AssertionError("skopeo wrote no zstd layer");
    }
}
