package io.github.imagepromotion.importing;

import static io.github.imagepromotion.importing.TarMaker.config;
import static io.github.imagepromotion.importing.TarMaker.gzip;
import static io.github.imagepromotion.importing.TarMaker.layer;
import static io.github.imagepromotion.importing.TarMaker.manifest;
import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.plugin.console.Told.tellsLast;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Forms in which archives and their layers come that no tool of these tests writes by itself. */
@NeedsTools
class ArchiveFormsTest {
    @TempDir
    Path directory;

    private final byte[] layer;

    ArchiveFormsTest() throws IOException {
        layer = layer("opt/shop");
    }

    private byte[] archive(byte[] stored) throws IOException {
        return new TarMaker()
                .file("manifest.json", manifest("config.json", "layer.tar"))
                .file("config.json", config(layer))
                .file("layer.tar", stored)
                .bytes();
    }

    private ImportFixture docker(byte[] archive) throws IOException {
        return new ImportFixture(directory, "docker-archive:" + Files.write(directory.resolve("archive.tar"), archive));
    }

    private static byte[] compressed(String tool, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = tool.equals("xz")
                ? new XZOutputStream(bytes, new LZMA2Options(9))
                : new BZip2CompressorOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xz", "bzip2"})
    void importWhenArchiveOrLayerIsCompressedIsTheSameImage(String tool) throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (byte[] archive :
                List.of(archive(layer), compressed(tool, archive(layer)), archive(compressed(tool, layer)))) {
            try (ImportedImage image = docker(archive).take()) {
                assertThat(image.image().imageManifests().get(0).layers())
                        .singleElement()
                        .extracting(Descriptor::mediaType)
                        .isEqualTo(MediaType.OCI_LAYER_GZIP);
                digests.add(image.image().top().digest());
            }
        }
        assertThat(digests).hasSize(3).containsOnly(digests.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xz", "bzip2"})
    void importWhenItIsCutOffSaysThatItIsDamaged(String tool) throws IOException {
        byte[] whole = compressed(tool, archive(layer));
        assertThatThrownBy(
                        () -> docker(Arrays.copyOf(whole, whole.length * 2 / 3)).take())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("is damaged: it cannot be expanded");
        byte[] stored = compressed(tool, layer);
        assertThatThrownBy(() -> docker(archive(Arrays.copyOf(stored, stored.length * 2 / 3)))
                        .take())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Its layer 'layer.tar' is damaged: it cannot be expanded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xz", "bzip2"})
    void importWhenItIsABombStopsAtTheLimit(String tool) throws IOException {
        byte[] bomb = compressed(tool, new byte[20_000_000]);
        for (byte[] archive : List.of(bomb, archive(bomb))) {
            ImportFixture fixture = docker(archive);
            fixture.expansionLimit = 10_000_000;
            assertThatThrownBy(fixture::take).hasMessageContaining("expands to more than 10000000 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "04224d186070,compressed with lz4",
        "4c5a495001,compressed with lzip",
        "504b0304,a zip file",
        "377abcaf271c,a 7z archive",
        "68737173,a squashfs image"
    })
    void importWhenItIsSomethingElseSaysWhat(String head, String what) throws IOException {
        byte[] content = Arrays.copyOf(java.util.HexFormat.of().parseHex(head), 4096);
        assertThatThrownBy(() -> docker(content).take())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("cannot be read as a tar: it is " + what + ".");
        assertThatThrownBy(() -> docker(archive(content)).take())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("is not the one that its config names: it is " + what + ", sha256:");
    }

    @Test
    void importWhenZstdHasALargeWindowTravelsUnexpanded() throws IOException {
        byte[] stored = largeWindow(layer);
        ImportFixture docker = docker(archive(stored));
        try (ImageArchive archive = docker.archived()) {
            assertThat(archive.image().imageManifests().get(0).layers())
                    .containsExactly(Descriptor.of(MediaType.OCI_LAYER_ZSTD, stored));
        }
        ImportFixture oci = oci(MediaType.OCI_MANIFEST, MediaType.OCI_CONFIG, MediaType.OCI_LAYER_ZSTD, stored);
        try (ImageArchive archive = oci.archived()) {
            assertThat(archive.image().blobs()).contains(Descriptor.of(MediaType.OCI_LAYER_ZSTD, stored));
        }
        for (ImportFixture fixture : List.of(docker, oci)) {
            assertThat(fixture.warnings)
                    .singleElement()
                    .asString()
                    .contains("was not compared with", "zstd and a window of 128 MB, and at most 8 MB");
        }
        assertThatThrownBy(() -> docker(largeWindow(archive(layer))).take())
                .satisfies(tells("cannot be expanded: it is compressed with zstd", "Decompress it, and name"));
    }

    /** Which xz expands, and its port to Java does not: that is no damage. */
    @Test
    void importWhenXzHasADictionaryOf4GibTravelsUnexpandedOrSaysSo() throws IOException {
        byte[] stored = withDictionaryOf4Gib(compressed("xz", layer));
        ImportFixture oci = oci(MediaType.OCI_MANIFEST, MediaType.OCI_CONFIG, MediaType.OCI_LAYER_GZIP, stored);
        try (ImageArchive archive = oci.archived()) {
            assertThat(archive.image().blobs()).contains(Descriptor.of(MediaType.OCI_LAYER_GZIP, stored));
        }
        assertThat(oci.warnings).singleElement().asString().contains("was not compared with", "compressed with xz");
        assertThatThrownBy(() -> docker(archive(stored)).take())
                .hasMessageContaining("Its layer 'layer.tar' cannot be expanded: it is compressed with xz in a way");
        assertThatThrownBy(() -> docker(withDictionaryOf4Gib(compressed("xz", archive(layer))))
                        .take())
                .hasMessageContaining("cannot be expanded: it is compressed with xz")
                .satisfies(tellsLast("Decompress it, and name the result with <source> (-Dimage.source)."))
                .hasMessageNotContaining("Repair");
    }

    /** The .xz File Format, 3.1 and 5.3.1: the size of the dictionary is one byte of the block's header. */
    private static byte[] withDictionaryOf4Gib(byte[] xz) {
        byte[] changed = xz.clone();
        int header = 12;
        int length = (changed[header] + 1) * 4;
        int properties = header + 2;
        while (changed[properties] != 0x21 || changed[properties + 1] != 1) {
            properties++;
        }
        changed[properties + 2] = 40;
        CRC32 sum = new CRC32();
        sum.update(changed, header, length - 4);
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(header + length - 4, (int) sum.getValue());
        return changed;
    }

    /** A frame with a window of 128 MB, as {@code zstd --long} writes it, with blocks that are not compressed. */
    private static byte[] largeWindow(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) ((27 - 10) << 3)});
        for (int at = 0; at < content.length; at += 1000) {
            int size = Math.min(1000, content.length - at);
            int header = size << 3 | (at + size == content.length ? 1 : 0);
            out.write(new byte[] {(byte) header, (byte) (header >> 8), (byte) (header >> 16)});
            out.write(content, at, size);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=gnu", "--sparse-version=0.0", "--sparse-version=0.1", "--sparse-version=1.0"})
    void importWhenTarIsSparseReadsWhatIsThere(String format) throws IOException {
        Path archive = sparseArchive(format);
        assertThat(Files.size(archive)).as("without holes").isLessThan(100_000);

        ImportFixture fixture = new ImportFixture(directory, "docker-archive:" + archive);
        try (ImportedImage image = fixture.take()) {
            assertThat(image.image().imageManifests().get(0).layers()).hasSize(1);
        }
        fixture.expansionLimit = 1_000_000;
        assertThatThrownBy(fixture::take).hasMessageContaining("expands to more than 1000000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=gnu", "--sparse-version=0.0", "--sparse-version=0.1", "--sparse-version=1.0"})
    void importWhenSparseTarIsBrokenAtRandomSucceedsOrSaysWhy(String format) throws IOException {
        byte[] archive = Files.readAllBytes(sparseArchive(format));
        for (int seed = 0; seed < 200; seed++) {
            ImportFixture fixture = docker(brokenMap(new ArchiveMutator(seed).mutate(archive, archive), seed));
            try {
                fixture.take().close();
            } catch (ImageException e) {
                assertThat(e).hasMessageStartingWith("Cannot import '");
            }
            assertThat(fixture.isClean()).isTrue();
        }
    }

    /** Digits of maps, which the mutator does not know: in the header of the old form, in records, in front of data. */
    private static byte[] brokenMap(byte[] archive, int seed) {
        java.util.Random random = new java.util.Random(seed);
        for (int i = 0; i < 4; i++) {
            int at = random.nextInt(Math.max(1, Math.min(archive.length, 12_000)));
            if (archive.length > 0 && archive[at] >= '0' && archive[at] <= '9') {
                archive[at] = (byte) ('0' + random.nextInt(10));
            }
        }
        return archive;
    }

    private Path sparseArchive(String format) throws IOException {
        Path layout = Files.createDirectories(directory.resolve("layout"));
        Path tar = layout.resolve("layer.tar");
        Files.write(tar, new TarMaker().file("opt/large", new byte[3_000_000]).bytes());
        byte[] whole = sparse(tar);
        Files.write(layout.resolve("config.json"), config(whole));
        Files.write(layout.resolve("manifest.json"), manifest("config.json", "layer.tar"));
        Path archive = directory.resolve("sparse.tar");
        List<String> command = new ArrayList<>(List.of("tar", "--sparse", "-cf", archive.toString()));
        command.addAll(format.startsWith("--format") ? List.of(format) : List.of("--format=posix", format));
        command.addAll(List.of("-C", layout.toString(), "manifest.json", "config.json", "layer.tar"));
        Commands.run(command.toArray(String[]::new));
        return archive;
    }

    /** Writes a file anew, with holes, and something after them. */
    private static byte[] sparse(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(java.nio.ByteBuffer.wrap(content, 0, 4096), 0);
            channel.write(java.nio.ByteBuffer.wrap(new byte[4096]), 1_000_000 / 4096 * 4096);
            channel.write(java.nio.ByteBuffer.wrap(content, content.length - 1, 1), content.length - 1);
        }
        return content;
    }

    @Test
    void importWhenPaxHeadersAreLargeReadsThem() throws IOException {
        byte[] tar = archive(layer);
        String record = "SCHILY.xattr.user.large=" + "x".repeat(100_000) + "\n";
        int length = record.length() + 7;
        byte[] extended = (length + " " + record).getBytes(UTF_8);
        assertThat(extended).hasSize(length);
        byte[] header = new TarMaker().file("pax", extended).bytes();
        header[156] = 'x';
        int sum = 'x' - '0';
        byte[] digits = String.format("%06o", Integer.parseInt(new String(header, 148, 6, UTF_8).trim(), 8) + sum)
                .getBytes(UTF_8);
        System.arraycopy(digits, 0, header, 148, 6);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(header, 0, 512 + (extended.length + 511) / 512 * 512);
        both.write(tar);
        docker(both.toByteArray()).take().close();
    }

    @Test
    void importWhenAnnotationsAreNullTakesThemAsEmpty() throws IOException {
        byte[] stored = gzip(layer);
        byte[] known = manifestOf(MediaType.OCI_CONFIG, Descriptor.of(MediaType.OCI_LAYER_GZIP, stored))
                .bytes();
        for (String annotations : List.of("null", "{\"a\":null,\"b\":\"c\"}")) {
            byte[] bytes = new String(known, UTF_8)
                    .replaceFirst("\\}$", ",\"annotations\":" + annotations + "}")
                    .getBytes(UTF_8);
            ImportFixture fixture = oci(layoutOf(Descriptor.of(MediaType.OCI_MANIFEST, bytes), annotations)
                    .file(blob(bytes), bytes)
                    .file(blob(stored), stored)
                    .file(blob(config(layer)), config(layer)));
            try (ImageArchive archive = fixture.archived()) {
                assertThat(archive.image().top().digest()).isEqualTo(Digest.sha256(bytes));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/octet-stream", "text/html", "text/plain", "application/json"})
    void importWhenDockersConfigHasATypeThatSaysNothingTakesTheImage(String type) throws IOException {
        ImportFixture fixture =
                oci(MediaType.DOCKER_MANIFEST, MediaType.of(type), MediaType.DOCKER_LAYER_GZIP, gzip(layer));
        try (ImageArchive archive = fixture.archived()) {
            assertThat(archive.image().imageManifests())
                    .singleElement()
                    .matches(manifest -> manifest.config().mediaType().value().equals(type));
        }
        ImportFixture artifact = oci(MediaType.OCI_MANIFEST, MediaType.of(type), MediaType.OCI_LAYER_GZIP, gzip(layer));
        try (ImageArchive archive = artifact.archived()) {
            assertThat(archive.image().artifactType()).contains(type);
        }
    }

    private static String blob(byte[] content) {
        return "blobs/sha256/" + Digest.sha256(content).hex();
    }

    private ImageManifest manifestOf(MediaType config, Descriptor stored) {
        return ImageManifest.of(Descriptor.of(config, config(layer)), List.of(stored), java.util.Map.of());
    }

    private ImportFixture oci(MediaType type, MediaType config, MediaType layerType, byte[] stored) throws IOException {
        byte[] manifest = new String(
                        manifestOf(config, Descriptor.of(layerType, stored)).bytes(), UTF_8)
                .replace(MediaType.OCI_MANIFEST.value(), type.value())
                .getBytes(UTF_8);
        return oci(layoutOf(Descriptor.of(type, manifest), "{}")
                .file(blob(manifest), manifest)
                .file(blob(stored), stored)
                .file(blob(config(layer)), config(layer)));
    }

    private static TarMaker layoutOf(Descriptor top, String annotations) throws IOException {
        return new TarMaker()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file(
                        "index.json",
                        "{\"schemaVersion\":2,\"annotations\":" + annotations + ",\"manifests\":[{\"mediaType\":\""
                                + top.mediaType() + "\",\"digest\":\"" + top.digest() + "\",\"size\":" + top.size()
                                + ",\"annotations\":" + annotations + "}]}");
    }

    private ImportFixture oci(TarMaker tar) throws IOException {
        return new ImportFixture(directory, "oci-archive:" + tar.write(directory.resolve("oci.tar")));
    }
}
