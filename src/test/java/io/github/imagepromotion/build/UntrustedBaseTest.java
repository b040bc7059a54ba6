package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.build.base.BaseImageReference;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts and archives that lie, are damaged or are something else. */
@NeedsTools
class UntrustedBaseTest {
    @TempDir
    Path directory;

    private BuildFixture build;
    private LayoutFixture layout;
    private Descriptor image;
    private Descriptor layer;

    @BeforeEach
    void start() throws Exception {
        build = new BuildFixture(directory.resolve("project")).withMainClass("Hello");
        layout = new LayoutFixture(directory.resolve("base"));
        image = layout.image(Platform.LINUX_AMD64);
        layer = ((ImageManifest) Manifest.parse(image, Files.readAllBytes(layout.fileOf(image))))
                .layers()
                .get(0);
        layout.name(image, "base");
        build.withBase(layout);
    }

    @Test
    void archiveWhenWrittenBySkopeoIsReadWithoutExtraction() throws Exception {
        Path archive = directory.resolve("base.tar");
        Commands.run(Commands.installed("skopeo"), "copy", "oci:" + layout.directory, "oci-archive:" + archive + ":v1");
        build.base = "oci-archive:" + archive + ":v1";

        try (BuiltImage built = build.build()) {
            assertThat(built.blobs().read(layer, 1 << 20)).isEqualTo(Files.readAllBytes(layout.fileOf(layer)));
            BuildFixture.readAll(built);
        }
    }

    @Test
    void layerWhenOneByteIsFlippedIsFound() throws Exception {
        byte[] content = Files.readAllBytes(layout.fileOf(layer));
        content[content.length / 2] ^= 1;
        Files.write(layout.fileOf(layer), content);

        assertThatThrownBy(() -> {
                    try (BuiltImage built = build.build()) {
                        BuildFixture.readAll(built);
                    }
                })
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(layer.digest().toString())
                .hasMessageContaining("is damaged");
    }

    @Test
    void layerWhenTruncatedIsFoundAtOnce() throws Exception {
        byte[] content = Files.readAllBytes(layout.fileOf(layer));
        Files.write(layout.fileOf(layer), java.util.Arrays.copyOf(content, content.length - 1));

        assertFailsNaming("is damaged");
    }

    @Test
    void layerWhenMissingIsFoundAtOnce() throws Exception {
        Files.delete(layout.fileOf(layer));

        assertFailsNaming("It is not complete: " + layer.digest());
    }

    @Test
    void manifestWhenOneByteIsFlippedIsFoundAtOnce() throws Exception {
        byte[] content = Files.readAllBytes(layout.fileOf(image));
        content[content.length / 2] ^= 1;
        Files.write(layout.fileOf(image), content);

        assertFailsNaming(image.digest().toString());
    }

    @Test
    void blobWhenLinkLeadsOutIsRefused() throws Exception {
        Path outside = Files.move(layout.fileOf(layer), directory.resolve("outside"));
        Files.createSymbolicLink(layout.fileOf(layer), outside);

        assertFailsNaming("is a link that leads out of it");
    }

    @Test
    void directoryWhenItIsNoLayoutSaysSo() throws Exception {
        Files.delete(layout.directory.resolve("oci-layout"));

        assertFailsNaming("is not an OCI image layout: it has no file oci-layout");
    }

    @Test
    void directoryWhenMissingSaysSo() {
        build.base = "oci:nowhere";

        assertFailsNaming("There is no directory");
    }

    @Test
    void archiveWhenItIsNoTarSaysSo() throws Exception {
        Path archive = directory.resolve("base.tar");
        Files.writeString(archive, "no tar at all".repeat(200));
        build.base = "oci-archive:" + archive;

        assertFailsNaming("");
    }

    @Test
    void archiveWhenTruncatedSaysSo() throws Exception {
        Path archive = directory.resolve("base.tar");
        Commands.run(Commands.installed("skopeo"), "copy", "oci:" + layout.directory, "oci-archive:" + archive + ":v1");
        byte[] content = Files.readAllBytes(archive);
        Files.write(archive, java.util.Arrays.copyOf(content, 700));
        build.base = "oci-archive:" + archive;

        assertFailsNaming("");
    }

    @Test
    void layoutWhenItHoldsSeveralNamesThem() {
        layout.name(layout.image(Platform.of("linux/arm64")), "other");

        assertFailsNaming("it names 'base', 'other'");
    }

    @Test
    void layoutWhenItHoldsSeveralAndOneIsNamedTakesIt() throws Exception {
        layout.name(layout.image(Platform.of("linux/arm64")), "other");
        build.base = "oci:" + layout.directory + ":other";

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.config(built).get("architecture").getAsString())
                    .isEqualTo("arm64");
        }
    }

    @Test
    void indexWhenItIsAbsurdlyDeepIsRefused() throws Exception {
        String deep = "[".repeat(5000) + "]".repeat(5000);
        Files.write(
                layout.directory.resolve("index.json"),
                ("{\"schemaVersion\":2,\"manifests\":" + deep + "}").getBytes(StandardCharsets.UTF_8));

        assertFailsNaming("index.json");
    }

    @Test
    void referenceWhenItIsNoneSaysWhatItMayBe() {
        assertThatThrownBy(() -> BaseImageReference.of("no such Image!", directory))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("'no such Image!'")
                .hasMessageContaining("oci-archive:file[:ref]")
                .satisfies(tells("-Dimage.from.image"));
    }

    @Test
    void referenceWhenLocalIsResolvedAgainstTheProject() {
        assertThat(BaseImageReference.of("oci:target/base:a/b:c", directory))
                .hasToString("oci:" + directory.resolve("target/base") + ":a/b:c");
        assertThat(BaseImageReference.of("busybox", directory)).hasToString("docker.io/library/busybox:latest");
    }

    private void assertFailsNaming(String part) {
        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Cannot build on the base image")
                .hasMessageContaining(part)
                .satisfies(tells("<from><image> (-Dimage.from.image)"));
    }
}
