package io.github.imagepromotion.archive;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsTools
class ImageArchiveTest {
    private static final Identity IDENTITY = Archives.identity("shop", "4711");

    @TempDir
    private Path directory;

    @Test
    void writeWhenTheInputIsTheSameGivesTheSameBytes() throws IOException {
        Path one = Archives.write(directory.resolve("one.tar"), TestImages.twoPlatforms(1, 3000, 500), IDENTITY);
        Path two = Archives.write(directory.resolve("two.tar"), TestImages.twoPlatforms(1, 3000, 500), IDENTITY);

        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void writeWhenTheBuildIdIsAnotherKeepsTheDigest() throws IOException {
        TestImage image = TestImages.single(1, 100);
        Path one = Archives.write(directory.resolve("one.tar"), image, Archives.identity("shop", "1"));
        Path two = Archives.write(directory.resolve("two.tar"), image, Archives.identity("shop", "2"));

        try (ImageArchive first = ImageArchive.open(one);
                ImageArchive second = ImageArchive.open(two)) {
            assertThat(first.image().top().digest())
                    .isEqualTo(second.image().top().digest());
            assertThat(second.identity().buildId()).hasToString("2");
        }
    }

    @Test
    void openWhenWrittenGivesBackImageAndIdentity() throws IOException {
        TestImage image = TestImages.twoPlatforms(2, 5000);
        Path file = Archives.write(directory.resolve("target/shop-image.tar"), image, IDENTITY);

        try (ImageArchive archive = ImageArchive.open(file)) {
            archive.check(2);
            assertThat(archive.identity()).isEqualTo(IDENTITY);
            assertThat(archive.image().top().digest())
                    .isEqualTo(image.image().top().digest());
            for (Descriptor blob : image.image().blobs()) {
                assertThat(archive.read(blob, 100_000)).isEqualTo(image.blobs().read(blob, 100_000));
            }
        }
    }

    @Test
    void openBlobWhenAtAnOffsetGivesTheRest() throws IOException {
        TestImage image = TestImages.single(3, 5000);
        Path file = Archives.write(directory.resolve("a.tar"), image, IDENTITY);
        Descriptor layer = image.image().blobs().get(1);

        try (ImageArchive archive = ImageArchive.open(file);
                InputStream rest = archive.open(layer, 1234)) {
            byte[] whole = image.blobs().read(layer, 100_000);
            assertThat(rest.readAllBytes()).isEqualTo(Arrays.copyOfRange(whole, 1234, whole.length));
        }
    }

    @Test
    void writeWhenABlobIsNotWhatItsDigestSaysLeavesNothing() {
        TestImage image = TestImages.single(4, 500);
        Descriptor layer = image.image().blobs().get(1);
        image.blobs().replace(layer, new byte[(int) layer.size()]);

        assertThatThrownBy(() -> Archives.write(directory.resolve("a.tar"), image, IDENTITY))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(layer.digest().toString());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void archiveWhenReadBySkopeoIsAnOciAndADockerArchive() throws IOException {
        TestImage image = TestImages.single(5, 5000, 700);
        Path file = Archives.write(directory.resolve("a.tar"), image, IDENTITY);
        String skopeo = Commands.installed("skopeo");

        byte[] manifest = Commands.run(skopeo, "inspect", "--raw", "oci-archive:" + file);
        assertThat(Digest.sha256(manifest)).isEqualTo(image.image().top().digest());
        byte[] config =
                Commands.run(skopeo, "inspect", "--raw", "--config", "docker-archive:" + file + ":acme/shop:4711");
        assertThat(Digest.sha256(config)).isEqualTo(image.image().blobs().get(0).digest());
    }

    @Test
    void checkWhenAnyByteIsFlippedRefuses() throws IOException {
        Path file = Archives.write(directory.resolve("a.tar"), TestImages.single(6, 2500, 40), IDENTITY);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < 1_500; i++) {
            int position = random.nextInt(whole.length);
            byte[] flipped = whole.clone();
            flipped[position] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);

            assertThatThrownBy(() -> openAndCheck(file))
                    .as("bit flipped in byte %d", position)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("a.tar");
        }
    }

    @Test
    void checkWhenTruncatedAnywhereRefuses() throws IOException {
        Path file = Archives.write(directory.resolve("a.tar"), TestImages.single(7, 2500), IDENTITY);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 397) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> openAndCheck(file))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("a.tar");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "this is not a tar", "PK\u0003\u0004", "{}"})
    void openWhenItIsNoTarSaysSo(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("a.tar"), content);

        assertThatThrownBy(() -> openAndCheck(file)).isInstanceOf(ImageException.class);
    }

    @Test
    void openWhenAnotherToolWroteItPointsToImport() throws IOException {
        Path file = tar(entry -> entry, "hello.txt");

        assertThatThrownBy(() -> openAndCheck(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("image:import");
    }

    @Test
    void openWhenALinkIsInItRefuses() throws IOException {
        Path file = tar(
                entry -> {
                    TarArchiveEntry link = new TarArchiveEntry(entry.getName(), TarConstants.LF_SYMLINK);
                    link.setLinkName("/etc/passwd");
                    return link;
                },
                "blobs/sha256/" + "a".repeat(64));

        assertThatThrownBy(() -> openAndCheck(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("not a plain file");
    }

    @Test
    void openWhenAnEntryIsThereTwiceRefuses() throws IOException {
        Path file = tar(entry -> entry, "oci-layout", "oci-layout");

        assertThatThrownBy(() -> openAndCheck(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("twice");
    }

    /** It may have other files, and other annotations than those that are known here. */
    @Test
    void openWhenOfANewerVersionSaysWhichPluginReadsIt() throws IOException {
        Path file = directory.resolve("newer.tar");
        String index = "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + MediaType.OCI_MANIFEST
                + "\",\"digest\":\"" + Digest.sha256(new byte[0]) + "\",\"size\":0,\"annotations\":{"
                + "\"io.github.imagepromotion.archive-version\":\"2\"}}]}";
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            for (String name : List.of("more.json", "index.json", "SHA256SUMS")) {
                byte[] content = (name.equals("index.json") ? index : "{}").getBytes(UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }

        assertThatThrownBy(() -> openAndCheck(file))
                .isInstanceOf(ImageException.class)
                .hasMessage("Cannot read image archive '" + file + "': its format has version 2, and this version of"
                        + " image-promotion-maven-plugin reads up to 1. Use the version of the plugin that wrote it,"
                        + " or a newer one.");
    }

    @Test
    void openWhenMissingSaysWhatToName() {
        assertThatThrownBy(() -> openAndCheck(directory.resolve("none.tar")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("none.tar", "-Dimage.file"));
    }

    private static void openAndCheck(Path file) throws IOException {
        try (ImageArchive archive = ImageArchive.open(file)) {
            archive.check(1);
        }
    }

    private interface EntryChange {
        TarArchiveEntry of(TarArchiveEntry entry);
    }

    private Path tar(EntryChange change, String... names) throws IOException {
        Path file = directory.resolve("hostile.tar");
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (String name : Stream.of(names).toList()) {
                TarArchiveEntry plain = new TarArchiveEntry(name);
                byte[] content = "x".getBytes(UTF_8);
                TarArchiveEntry entry = change.of(plain);
                entry.setSize(entry.isSymbolicLink() ? 0 : content.length);
                tar.putArchiveEntry(entry);
                if (!entry.isSymbolicLink()) {
                    tar.write(content);
                }
                tar.closeArchiveEntry();
            }
        }
        return file;
    }
}
