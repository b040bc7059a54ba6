package io.github.imagepromotion.importing;

import static io.github.imagepromotion.importing.TarMaker.config;
import static io.github.imagepromotion.importing.TarMaker.gzip;
import static io.github.imagepromotion.importing.TarMaker.layer;
import static io.github.imagepromotion.importing.TarMaker.manifest;
import static io.github.imagepromotion.plugin.console.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that mean harm, or are just broken: one sentence each, and nothing is left behind. */
class UntrustedArchiveTest {
    @TempDir
    Path directory;

    private final byte[] layer;

    UntrustedArchiveTest() throws IOException {
        layer = layer("opt/shop");
    }

    private TarMaker docker() throws IOException {
        return new TarMaker()
                .file("manifest.json", manifest("config.json", "layer.tar"))
                .file("config.json", config(layer))
                .file("layer.tar", layer);
    }

    @Test
    void importWhenArchiveIsSoundSucceeds() throws IOException {
        try (ImportedImage image = docker(docker()).take()) {
            assertThat(image.image().imageManifests().get(0).layers()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../etc/passwd", "a/../../b", "..\\..\\b", "C:\\windows\\b"})
    void importWhenEntryLeavesArchiveRefuses(String name) throws IOException {
        refuses(docker(docker().file(name, "x")), "which leads out of it");
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd,true", "../../etc/passwd,true", "../x,true", "/etc/passwd,false", "../x,false"})
    void importWhenLinkLeavesArchiveIsNotFollowed(String target, boolean symbolic) throws IOException {
        TarMaker archive = new TarMaker()
                .file("manifest.json", manifest("config.json", "layer.tar"))
                .file("config.json", config(layer))
                .link("layer.tar", target, symbolic);
        refuses(docker(archive), "which leads out of it");
    }

    @Test
    void importWhenALinkThatNobodyFollowsLeavesArchiveSucceeds() throws IOException {
        for (String target : List.of("/etc/passwd", "../x", "C:\\windows")) {
            docker(docker().link("innocent", target, true)).take().close();
        }
    }

    @Test
    void importWhenLinkStaysInArchiveFollowsIt() throws IOException {
        TarMaker archive = new TarMaker()
                .file("manifest.json", manifest("config.json", "a/layer.tar", "b/layer.tar", "c/layer.tar"))
                .file("config.json", config(layer, layer, layer))
                .file("a/layer.tar", layer)
                .link("b/layer.tar", "../a/layer.tar", true)
                .link("c/layer.tar", "b/layer.tar", false);
        try (ImportedImage image = docker(archive).take()) {
            assertThat(image.image().imageManifests().get(0).layers()).hasSize(3);
            assertThat(image.image().blobs()).as("config and one layer").hasSize(2);
        }
    }

    @Test
    void importWhenLinksGoInACircleRefuses() throws IOException {
        TarMaker archive = new TarMaker()
                .file("manifest.json", manifest("config.json", "a"))
                .file("config.json", config(layer))
                .link("a", "b", true)
                .link("b", "a", true);
        refuses(docker(archive), "is a link to a link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../../etc/passwd", "nowhere.tar"})
    void importWhenManifestNamesPathOutsideRefuses(String path) throws IOException {
        TarMaker archive = new TarMaker()
                .file("manifest.json", manifest("config.json", path))
                .file("config.json", config(layer));
        assertThat(refusal(docker(archive))).containsAnyOf("which leads out of it", "is not in the archive");
        TarMaker noConfig = new TarMaker().file("manifest.json", manifest(path, "layer.tar"));
        assertThat(refusal(docker(noConfig))).containsAnyOf("which leads out of it", "which it does not hold");
    }

    @Test
    void importWhenLayerIsADeviceRefuses() throws IOException {
        TarMaker archive = new TarMaker()
                .file("manifest.json", manifest("config.json", "layer.tar"))
                .file("config.json", config(layer))
                .device("layer.tar");
        refuses(docker(archive), "is not a regular file");
    }

    @Test
    void importWhenEntryIsThereTwiceTakesItOnlyIfItIsTheSame() throws IOException {
        docker(docker().file("layer.tar", layer)).take().close();
        refuses(docker(docker().file("layer.tar", layer("opt/other"))), "twice, with different content");
    }

    @Test
    void importWhenDiffIdDoesNotMatchItsLayerRefuses() throws IOException {
        TarMaker archive = new TarMaker()
                .file("manifest.json", manifest("config.json", "layer.tar"))
                .file("config.json", config(layer("opt/other")))
                .file("layer.tar", layer);
        refuses(docker(archive), "is not the one that its config names");
        refuses(
                oci(manifestOf(Descriptor.of(MediaType.OCI_LAYER_GZIP, gzip(layer)), layer("x")), gzip(layer)),
                "expands to");
    }

    @Test
    void importWhenNumberOfLayersDiffersRefuses() throws IOException {
        TarMaker archive = new TarMaker()
                .file("manifest.json", manifest("config.json", "layer.tar", "layer.tar"))
                .file("config.json", config(layer))
                .file("layer.tar", layer);
        refuses(docker(archive), "2 layers but its config has 1");
    }

    @Test
    void importWhenOldArchiveIsNotToBeTrustedRefuses() throws IOException {
        refuses(old("a", "{\"parent\":\"a\"}"), "or they go in a circle");
        refuses(old("../../a", "{}"), "which is not the identifier of one");
        refuses(old("a", "{\"parent\":\"b\"}"), "names the layer b, which it does not hold");
        refuses(old("a", "[]"), "Malformed a/json");
        TarMaker none = new TarMaker().file("repositories", "{}");
        refuses(docker(none), "holds 0 images");
    }

    /** As docker before 1.10 wrote it, with one layer. */
    private ImportFixture old(String top, String json) throws IOException {
        return docker(new TarMaker()
                .file("repositories", "{\"shop\":{\"1\":\"" + top + "\"}}")
                .file("a/json", json)
                .file("a/layer.tar", layer));
    }

    @Test
    void importWhenSizeLiesRefuses() throws IOException {
        byte[] stored = gzip(layer);
        Descriptor lying = Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.sha256(stored), stored.length - 1);
        refuses(oci(manifestOf(lying, layer), stored), "its descriptor says");
    }

    @Test
    void importWhenDigestDoesNotMatchRefuses() throws IOException {
        byte[] stored = gzip(layer);
        Descriptor promised = Descriptor.of(MediaType.OCI_LAYER_GZIP, stored);
        byte[] other = stored.clone();
        other[9] ^= 1;
        TarMaker tar = layout(manifestOf(promised, layer));
        tar.file("blobs/sha256/" + promised.digest().hex(), other);
        refuses(oci(tar), "does not have that digest");
    }

    @Test
    void importWhenLayerIsAGzipBombStopsAtTheLimit() throws IOException {
        byte[] expanded = new byte[50_000_000];
        byte[] bomb = gzip(expanded);
        ImportFixture fixture = oci(manifestOf(Descriptor.of(MediaType.OCI_LAYER_GZIP, bomb), expanded), bomb);
        fixture.expansionLimit = 10_000_000;
        refuses(fixture, "expands to more than 10000000 bytes");
        assertThat(refusal(fixture)).contains("<expansionLimit> (-Dimage.expansionLimit)");
        ImportFixture whole =
                new ImportFixture(directory, "docker-archive:" + Files.write(directory.resolve("b"), bomb));
        whole.expansionLimit = 10_000_000;
        refuses(whole, "expands to more than 10000000 bytes");
    }

    @Test
    void importWhenALayerOfADockerArchiveIsABombStopsAtTheLimit() throws IOException {
        byte[] expanded = new byte[50_000_000];
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(zstd)) {
            out.write(expanded);
        }
        for (byte[] bomb : List.of(gzip(expanded), zstd.toByteArray())) {
            ImportFixture fixture = docker(new TarMaker()
                    .file("manifest.json", manifest("config.json", "layer.tar"))
                    .file("config.json", config(expanded))
                    .file("layer.tar", bomb));
            fixture.expansionLimit = 10_000_000;
            refuses(fixture, "expands to more than 10000000 bytes");
        }
    }

    /** The limit is for all layers together: many small bombs are one. */
    @Test
    void importWhenLayersTogetherExpandToMoreThanTheLimitRefuses() throws IOException {
        byte[] one = layer("opt/one");
        byte[] other = layer("opt/other");
        ImportFixture fixture = docker(new TarMaker()
                .file("manifest.json", manifest("config.json", "one.tar", "other.tar"))
                .file("config.json", config(one, other))
                .file("one.tar", gzip(one))
                .file("other.tar", gzip(other)));
        fixture.expansionLimit = (long) one.length + other.length - 1;
        refuses(fixture, "expands to more than");
        fixture.expansionLimit = (long) one.length + other.length;
        fixture.take().close();
    }

    @Test
    void importWhenJsonIsAbsurdRefuses() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        refuses(docker(new TarMaker().file("manifest.json", deep)), "Malformed manifest.json");
        byte[] large = new byte[9 * 1024 * 1024];
        Arrays.fill(large, (byte) ' ');
        refuses(docker(new TarMaker().file("manifest.json", large)), "is larger than");
        refuses(docker(new TarMaker().file("manifest.json", "[{\"Config\":7}]")), "'Config'");
        refuses(docker(new TarMaker().file("manifest.json", "[]")), "holds 0 images");
        refuses(docker(new TarMaker().file("other", "x")), "is not a docker archive");
    }

    @Test
    void importWhenIndexRefersToItselfRefuses() throws IOException {
        byte[] lie = Json.compact(Map.of("schemaVersion", 2));
        Descriptor self = new Descriptor(
                MediaType.OCI_INDEX,
                Digest.sha256(lie),
                500,
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                Map.of(),
                List.of());
        ImageIndex circle = ImageIndex.of(List.of(self), Map.of());
        TarMaker tar = new TarMaker()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file("index.json", indexJson(self))
                .file("blobs/sha256/" + self.digest().hex(), Arrays.copyOf(circle.bytes(), 500));
        refuses(oci(tar), "does not have that digest");
    }

    @Test
    void importWhenIndexesNestWithoutEndRefuses() throws IOException {
        Manifest inner = manifestOf(Descriptor.of(MediaType.OCI_LAYER_GZIP, gzip(layer)), layer);
        TarMaker tar = new TarMaker().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        for (int i = 0; i < 20; i++) {
            tar.file("blobs/sha256/" + inner.descriptor().digest().hex(), inner.bytes());
            inner = ImageIndex.of(List.of(inner.descriptor()), Map.of("level", "" + i));
        }
        tar.file("blobs/sha256/" + inner.descriptor().digest().hex(), inner.bytes());
        tar.file("index.json", indexJson(inner.descriptor()));
        refuses(oci(tar), "nest deeper");
    }

    /** Compressed, such an archive has a few kB. */
    @Test
    void importWhenNamesTogetherAreLongRefuses() throws IOException {
        byte[] one = new TarMaker().file("n".repeat(16_000), "").bytes();
        Path archive = directory.resolve("names.tar");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < 1_100; i++) {
                // A header, the name, and the header that it is for; what follows is the end of the tar.
                out.write(one, 0, 512 + 32 * 512 + 512);
            }
        }
        refuses(
                new ImportFixture(directory, "docker-archive:" + archive),
                "names in it have more than 16777216 characters together");
    }

    @Test
    void importWhenManifestsTogetherAreLargeRefuses() throws IOException {
        byte[] stored = gzip(layer);
        byte[] config = config(layer);
        TarMaker tar = new TarMaker().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        List<Descriptor> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Manifest large = ImageManifest.of(
                    Descriptor.of(MediaType.OCI_CONFIG, config),
                    List.of(Descriptor.of(MediaType.OCI_LAYER_GZIP, stored)),
                    Map.of("padding", i + "x".repeat(4_000_000)));
            tar.file("blobs/sha256/" + large.descriptor().digest().hex(), large.bytes());
            all.add(large.descriptor());
        }
        Manifest top = ImageIndex.of(all, Map.of());
        tar.file("blobs/sha256/" + top.descriptor().digest().hex(), top.bytes());
        tar.file("index.json", indexJson(top.descriptor()));
        refuses(oci(tar), "its manifests have more than 16777216 bytes together");
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip,may not be distributed",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip,may not be distributed",
        "application/vnd.oci.image.layer.v1.tar+gzip+encrypted,of a kind that is not known"
    })
    void importWhenLayerIsNoneForRegistriesRefuses(String type, String why) throws IOException {
        byte[] stored = gzip(layer);
        refuses(oci(manifestOf(Descriptor.of(MediaType.of(type), stored), layer), stored), why);
    }

    /** Else a layer more would make it an artifact, whose layers nobody compares with diff_ids. */
    @Test
    void importWhenAnImageHasALayerOfAnUnknownKindRefuses() throws IOException {
        byte[] stored = gzip(layer);
        byte[] other = "other".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] config = TarMaker.config(layer, other);
        Manifest image = ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, config),
                List.of(
                        Descriptor.of(MediaType.OCI_LAYER_GZIP, stored),
                        Descriptor.of(MediaType.of("application/vnd.acme.other"), other)),
                Map.of());
        refuses(oci(image, stored, other, config), "of a kind that is not known: 'application/vnd.acme.other'");
    }

    @Test
    void importWhenMediaTypeIsNoManifestRefuses() throws IOException {
        byte[] config = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Descriptor text = Descriptor.of(MediaType.of("text/plain"), config);
        TarMaker tar = new TarMaker()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file("index.json", indexJson(text))
                .file("blobs/sha256/" + text.digest().hex(), config);
        refuses(oci(tar), "is neither an image manifest nor an image index");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 512, 1000, 1536, 3000})
    void importWhenArchiveIsTruncatedRefuses(int length) throws IOException {
        Path whole = docker().write(directory.resolve("whole.tar"));
        Path part = Files.write(directory.resolve("part.tar"), Arrays.copyOf(Files.readAllBytes(whole), length));
        assertThat(refusal(new ImportFixture(directory, "docker-archive:" + part)))
                .containsAnyOf("cannot be read as a tar", "which it does not hold", "is not in the archive");
    }

    private ImportFixture docker(TarMaker tar) throws IOException {
        return new ImportFixture(directory, "docker-archive:" + tar.write(directory.resolve("docker.tar")));
    }

    private ImportFixture oci(TarMaker tar) throws IOException {
        return new ImportFixture(directory, "oci-archive:" + tar.write(directory.resolve("oci.tar")));
    }

    private ImportFixture oci(Manifest manifest, byte[]... blobs) throws IOException {
        TarMaker tar = layout(manifest);
        for (byte[] blob : blobs) {
            tar.file("blobs/sha256/" + Digest.sha256(blob).hex(), blob);
        }
        return oci(tar);
    }

    /** A manifest of one layer, whose config says what it expands to; the config goes along in its annotations. */
    private static Manifest manifestOf(Descriptor layer, byte[] expanded) {
        byte[] config = config(expanded);
        return ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, config),
                List.of(layer),
                Map.of("config", new String(config, java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static TarMaker layout(Manifest manifest) throws IOException {
        TarMaker tar = new TarMaker()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file("index.json", indexJson(manifest.descriptor()))
                .file("blobs/sha256/" + manifest.descriptor().digest().hex(), manifest.bytes());
        String config = manifest.annotations().getOrDefault("config", "");
        if (!config.isEmpty()) {
            byte[] bytes = config.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            tar.file("blobs/sha256/" + Digest.sha256(bytes).hex(), bytes);
        }
        return tar;
    }

    private static byte[] indexJson(Descriptor top) {
        JsonArray manifests = new JsonArray();
        manifests.add(DescriptorJson.write(top));
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.add("manifests", manifests);
        return Json.compact(json);
    }

    private void refuses(ImportFixture fixture, String why) throws IOException {
        assertThat(refusal(fixture)).contains(why);
    }

    private String refusal(ImportFixture fixture) throws IOException {
        String[] message = new String[1];
        Set<Path> before = outside(fixture);
        assertThatThrownBy(fixture::take).isInstanceOf(ImageException.class).satisfies(e -> message[0] = told(e));
        assertThat(message[0]).startsWith("Cannot import '").matches(".*\\(-Dimage\\.(source|expansionLimit)\\)\\.");
        assertThat(fixture.isClean()).isTrue();
        assertThat(outside(fixture)).as("nothing is written elsewhere").isEqualTo(before);
        return message[0];
    }

    /** {@return all files, but for those where an import works} */
    private Set<Path> outside(ImportFixture fixture) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.startsWith(fixture.work())).collect(Collectors.toSet());
        }
    }
}
