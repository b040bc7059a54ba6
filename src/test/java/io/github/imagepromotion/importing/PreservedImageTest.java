package io.github.imagepromotion.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image with a layer of every kind, and with members that nobody knows, survives as it is. */
class PreservedImageTest {
    @TempDir
    Path directory;

    private Path layout;
    private ImageManifest manifest;

    @BeforeEach
    void writeLayout() throws IOException {
        layout = directory.resolve("layout");
        Files.createDirectories(layout.resolve("blobs/sha256"));
        byte[] text = TarMaker.layer("opt/text");
        byte[] empty = new TarMaker().bytes();
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(zstd)) {
            out.write(text);
        }
        List<Descriptor> layers = List.of(
                blob(MediaType.OCI_LAYER, text),
                blob(MediaType.OCI_LAYER_GZIP, TarMaker.gzip(text)),
                blob(MediaType.OCI_LAYER_ZSTD, zstd.toByteArray()),
                blob(MediaType.OCI_LAYER_GZIP, TarMaker.gzip(empty)),
                blob(MediaType.DOCKER_LAYER_GZIP, TarMaker.gzip(text)));
        String known = new String(TarMaker.config(text, text, text, empty, text), UTF_8);
        byte[] config = known.replaceFirst("\\{", "{ \"x-unknown\" : [1.50, null],\n\"config\":{\"Healthcheck\":{}},")
                .getBytes(UTF_8);
        manifest = ImageManifest.of(blob(MediaType.OCI_CONFIG, config), layers, Map.of("vendor", "Acme", "a", "ü"));
        blob(MediaType.OCI_MANIFEST, manifest.bytes());
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.write(
                layout.resolve("index.json"),
                ImageIndex.of(List.of(manifest.descriptor()), Map.of()).bytes());
    }

    private Descriptor blob(MediaType type, byte[] content) throws IOException {
        Files.write(
                layout.resolve("blobs/sha256").resolve(Digest.sha256(content).hex()), content);
        return Descriptor.of(type, content);
    }

    @Test
    void importWhenLayersAreOfEveryKindKeepsEveryByte() throws IOException {
        ImportFixture fixture = new ImportFixture(directory, "oci:" + layout);
        try (ImageArchive archive = fixture.archived()) {
            ImageManifest kept = archive.image().imageManifests().get(0);
            assertThat(kept.bytes()).isEqualTo(manifest.bytes());
            assertThat(archive.image().blobs()).as("one layer is there twice").hasSize(5);
            for (Descriptor blob : kept.blobs()) {
                assertThat(archive.read(blob, ImageConfig.LARGEST))
                        .isEqualTo(Files.readAllBytes(layout.resolve("blobs/sha256")
                                .resolve(blob.digest().hex())));
            }
        }
        try (ImportedImage image = fixture.take()) {
            assertThat(image.isDigestPreserved()).isTrue();
        }
    }
}
