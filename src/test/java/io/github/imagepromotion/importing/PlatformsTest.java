package io.github.imagepromotion.importing;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.exception.DefaultExceptionHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index over three platforms, as buildx writes it, with an attestation for each. */
@NeedsTools
class PlatformsTest {
    private static final Platform AMD64 = Platform.LINUX_AMD64;
    private static final Platform ARM64 = Platform.of("linux/arm64");
    private static final Platform ARM_V7 = Platform.of("linux/arm/v7");

    @TempDir
    Path directory;

    private Path layout;
    private ImageIndex index;

    @BeforeEach
    void writeLayout() throws IOException {
        layout = directory.resolve("layout");
        Files.createDirectories(layout.resolve("blobs/sha256"));
        List<Descriptor> children = new ArrayList<>();
        List<Descriptor> attestations = new ArrayList<>();
        for (Platform platform : List.of(AMD64, ARM64, ARM_V7)) {
            Descriptor image = image(platform).withPlatform(platform);
            children.add(image);
            attestations.add(attestation(image));
        }
        children.addAll(attestations);
        index = ImageIndex.of(children, Map.of("vendor", "Acme"));
        // Docker calls it so, and hub images are still such lists.
        blob(index.bytes());
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.write(
                layout.resolve("index.json"),
                ImageIndex.of(List.of(index.descriptor()), Map.of()).bytes());
    }

    private Descriptor image(Platform platform) throws IOException {
        byte[] layer = TarMaker.layer("bin/" + platform.architecture());
        byte[] config = new String(TarMaker.config(layer), UTF_8)
                .replace(
                        "\"architecture\":\"amd64\"",
                        "\"architecture\":\"" + platform.architecture() + "\""
                                + platform.variant()
                                        .map(v -> ",\"variant\":\"" + v + "\"")
                                        .orElse(""))
                .getBytes(UTF_8);
        blob(config);
        blob(TarMaker.gzip(layer));
        Descriptor stored = Descriptor.of(MediaType.OCI_LAYER_GZIP, TarMaker.gzip(layer));
        ImageManifest manifest =
                ImageManifest.of(Descriptor.of(MediaType.OCI_CONFIG, config), List.of(stored), Map.of());
        blob(manifest.bytes());
        return manifest.descriptor();
    }

    /** BuildKit, docs/attestations/attestation-storage.md. */
    private Descriptor attestation(Descriptor image) throws IOException {
        byte[] statement = ("{\"subject\":\"" + image.digest() + "\"}").getBytes(UTF_8);
        byte[] config = new String(TarMaker.config(statement), UTF_8)
                .replace("amd64", "unknown")
                .replace("linux", "unknown")
                .getBytes(UTF_8);
        blob(statement);
        blob(config);
        ImageManifest manifest = ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, config),
                List.of(Descriptor.of(MediaType.of("application/vnd.in-toto+json"), statement)),
                Map.of());
        blob(manifest.bytes());
        return manifest.descriptor()
                .withPlatform(Platform.of("unknown/unknown"))
                .withAnnotations(Map.of(
                        "vnd.docker.reference.digest",
                        image.digest().toString(),
                        "vnd.docker.reference.type",
                        "attestation-manifest"));
    }

    private void blob(byte[] content) throws IOException {
        Files.write(
                layout.resolve("blobs/sha256").resolve(Digest.sha256(content).hex()), content);
    }

    private ImportFixture fixture(Platform... platforms) {
        ImportFixture fixture = new ImportFixture(directory, "oci:" + layout);
        fixture.platforms = List.of(platforms);
        return fixture;
    }

    @Test
    void importWhenNoPlatformIsNamedKeepsTheIndex() throws IOException {
        try (ImportedImage image = fixture().take()) {
            assertThat(image.image().top().digest())
                    .isEqualTo(index.descriptor().digest());
            assertThat(image.isDigestPreserved()).isTrue();
            assertThat(image.image().imageManifests()).as("with attestations").hasSize(6);
            assertThat(BuildRecord.PlatformImage.allOf(image.image(), image.blobs()))
                    .extracting(BuildRecord.PlatformImage::platform)
                    .containsExactly(AMD64, ARM64, ARM_V7);
        }
    }

    @Test
    void importWhenOnePlatformIsNamedTakesItsManifestAsItIs() throws IOException {
        try (ImportedImage image = fixture(ARM64).take()) {
            assertThat(image.image().top().digest())
                    .isEqualTo(index.manifests().get(1).digest());
            assertThat(image.image().top().platform()).isEqualTo(Optional.empty());
            assertThat(image.isDigestPreserved()).isFalse();
            assertThat(image.sourceDigest()).contains(index.descriptor().digest());
        }
    }

    @Test
    void importWhenSomePlatformsAreNamedKeepsTheirManifestsAndAttestations() throws IOException {
        try (ImportedImage image = fixture(ARM_V7, AMD64).take()) {
            Manifest top =
                    image.image().manifests().get(image.image().manifests().size() - 1);
            assertThat(top.manifests())
                    .extracting(Descriptor::digest)
                    .containsExactly(
                            index.manifests().get(2).digest(),
                            index.manifests().get(0).digest(),
                            index.manifests().get(3).digest(),
                            index.manifests().get(5).digest());
            assertThat(top.annotations()).isEqualTo(Map.of("vendor", "Acme"));
            assertThat(image.isDigestPreserved()).isFalse();
        }
    }

    @Test
    void importWhenAllPlatformsAreNamedInOrderKeepsTheIndex() throws IOException {
        try (ImportedImage image = fixture(AMD64, ARM64, ARM_V7).take()) {
            assertThat(image.isDigestPreserved()).isTrue();
        }
    }

    /** In a descriptor it is the media type of the config (image-spec 1.1, descriptor.md, "artifactType"). */
    @Test
    void importWhenTheIndexStatesTheArtifactTypeOfImagesTakesThePlatform() throws IOException {
        List<Descriptor> typed = index.manifests().stream()
                .map(child -> new Descriptor(
                        child.mediaType(),
                        child.digest(),
                        child.size(),
                        child.platform(),
                        Optional.of("application/vnd.oci.image.config.v1+json"),
                        child.annotations(),
                        List.of()))
                .toList();
        ImageIndex all = ImageIndex.of(typed, Map.of());
        blob(all.bytes());
        Files.write(
                layout.resolve("index.json"),
                ImageIndex.of(List.of(all.descriptor()), Map.of()).bytes());

        try (ImportedImage image = fixture(ARM64).take()) {
            assertThat(image.image().top().digest()).isEqualTo(typed.get(1).digest());
        }
    }

    @Test
    void importWhenPlatformIsMissingSaysWhatThereIs() {
        assertThatThrownBy(() -> fixture(Platform.of("linux/s390x")).take())
                .satisfies(tells("It is not there for linux/s390x, only for linux/amd64, linux/arm64, linux/arm/v7."
                        + " Set <platforms> (-Dimage.platform)."));
    }

    /** As oras backup writes it: what is in the index stands beside it. */
    @Test
    void importWhenChildrenStandBesideTheirIndexTakesTheIndex() throws IOException {
        List<Descriptor> all = new ArrayList<>(index.manifests());
        all.add(index.descriptor());
        Files.write(layout.resolve("index.json"), ImageIndex.of(all, Map.of()).bytes());

        try (ImportedImage image = fixture().take()) {
            assertThat(image.image().top().digest())
                    .isEqualTo(index.descriptor().digest());
        }
    }

    /** SOCI v2: the index has an artifact for each image, which an annotation of the image names. */
    @Test
    void importWhenIndexHoldsWhatIsNoImageTakesItAlong() throws IOException {
        byte[] empty = "{}".getBytes(UTF_8);
        byte[] ztoc = "ztoc".getBytes(UTF_8);
        blob(empty);
        blob(ztoc);
        ImageManifest soci = ImageManifest.of(
                Descriptor.of(MediaType.of("application/vnd.amazon.soci.index.v2+json"), empty),
                List.of(Descriptor.of(MediaType.of("application/octet-stream"), ztoc)),
                Map.of());
        blob(soci.bytes());
        List<Descriptor> children = new ArrayList<>(index.manifests());
        children.set(
                0,
                children.get(0)
                        .withAnnotations(Map.of(
                                "com.amazon.soci.index-digest",
                                soci.descriptor().digest().toString())));
        children.add(soci.descriptor());
        ImageIndex withSoci = ImageIndex.of(children, Map.of());
        blob(withSoci.bytes());
        Files.write(
                layout.resolve("index.json"),
                ImageIndex.of(List.of(withSoci.descriptor()), Map.of()).bytes());

        try (ImageArchive archive = fixture().archived()) {
            assertThat(archive.image().top().digest())
                    .isEqualTo(withSoci.descriptor().digest());
            assertThat(BuildRecord.PlatformImage.allOf(archive.image(), archive))
                    .extracting(BuildRecord.PlatformImage::platform)
                    .containsExactly(AMD64, ARM64, ARM_V7);
        }
        try (ImportedImage image = fixture(AMD64, ARM64).take()) {
            assertThat(image.image().imageManifests())
                    .as("two, their attestations, SOCI's")
                    .hasSize(5);
        }
        try (ImportedImage image = fixture(ARM64, ARM_V7).take()) {
            assertThat(image.image().imageManifests()).hasSize(4);
        }
    }

    /** As docker with containerd's image store saves an index of which it pulled one platform. */
    @Test
    void importWhenIndexNamesWhatIsNotThereTakesThePlatformsThatAre() throws IOException {
        for (Descriptor child : index.manifests().subList(1, 6)) {
            Files.delete(layout.resolve("blobs/sha256").resolve(child.digest().hex()));
        }

        assertThatThrownBy(() -> fixture().take())
                .satisfies(tells(
                        "its index names " + index.manifests().get(1).digest() + ", which is not there",
                        "<platforms> (-Dimage.platform)"))
                .hasMessageNotContaining("Repair the source")
                .satisfies(thrown -> assertThat(new DefaultExceptionHandler()
                                .handleException(thrown)
                                .getMessage())
                        .as("what Maven makes of it, with the messages of its causes")
                        .isEqualTo(thrown.getMessage()));
        try (ImportedImage image = fixture(AMD64).take()) {
            assertThat(image.image().top().digest())
                    .isEqualTo(index.manifests().get(0).digest());
        }
    }

    @Test
    void archiveWhenIndexHasSeveralPlatformsLoadsOneOfThem() throws IOException {
        try (ImageArchive archive = fixture().archived()) {
            byte[] config = Commands.run(
                    Commands.installed("skopeo"), "inspect", "--config", "--raw", "docker-archive:" + archive.file());
            assertThat(Json.object(config, "config").get("architecture").getAsString())
                    .isEqualTo("amd64");
        }
    }
}
