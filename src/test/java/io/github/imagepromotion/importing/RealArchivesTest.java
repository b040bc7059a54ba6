package io.github.imagepromotion.importing;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every source that is documented, with archives that the real tools wrote. */
@NeedsTools
class RealArchivesTest {
    private static final String BUILDX = "oci-archive:"
            + Path.of("src/test/resources/archives/buildx-0.29.tar").toAbsolutePath();

    @TempDir
    static Path directory;

    private static RealArchives archives;
    private static List<Digest> diffIds;

    @BeforeAll
    static void makeArchives() throws IOException {
        archives = new RealArchives(directory.resolve("made"));
        diffIds = config("oci:" + archives.directory.resolve("umoci")).diffIds();
    }

    @AfterAll
    static void stop() throws IOException {
        archives.close();
    }

    @TestFactory
    Stream<DynamicTest> importWhenToolWroteItKeepsTheImage() {
        return archives.sources.entrySet().stream()
                .map(source -> DynamicTest.dynamicTest(source.getKey(), () -> imports(source)));
    }

    @Test
    void importWhenBuildxWroteItKeepsIndexAndAttestations() throws IOException {
        String source = BUILDX;
        ImportFixture fixture = fixture(source);
        try (ImageArchive archive = fixture.archived()) {
            assertThat(archive.image().top().digest()).isEqualTo(topDigest(source));
            assertThat(archive.image().imageManifests())
                    .filteredOn(ImageManifest::isAttestation)
                    .hasSize(2);
            archives.docker("load", "-i", archive.file().toString());
            assertThat(archives.docker("image", "inspect", "--format", "{{.Os}}/{{.Architecture}}", "shop:42"))
                    .as("an image for this machine, or the first")
                    .isEqualToIgnoringNewLines("linux/amd64");
        }
        fixture.platforms = List.of(Platform.of("linux/arm64"));
        try (ImportedImage image = fixture.take()) {
            assertThat(image.image().imageManifests()).hasSize(1);
        }
    }

    @Test
    void importWhenRegistryHoldsAnIndexTakesAllOfItAndAgainOffline() throws IOException {
        for (String image : archives.indexes(BUILDX)) {
            ImportFixture fixture = fixture("docker://" + image);
            for (boolean offline : List.of(false, true)) {
                fixture.offline = offline;
                try (ImageArchive archive = fixture.archived()) {
                    assertThat(archive.image().top().digest()).isEqualTo(topDigest(fixture.source));
                    assertThat(archive.image().imageManifests()).hasSize(4);
                }
            }
            fixture.platforms = List.of(Platform.of("linux/arm64"));
            try (ImportedImage narrowed = fixture.take()) {
                assertThat(narrowed.image().imageManifests()).hasSize(1);
                assertThat(narrowed.isDigestPreserved()).isFalse();
            }
        }
    }

    @Test
    void importWhenLayoutHoldsSeveralImagesTakesTheOneThatIsNamed() throws IOException {
        Path layout = archives.layoutOfTwo();

        assertThatThrownBy(() -> fixture("oci:" + layout).take())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("holds 2 images", "(oci:dir:ref, oci-archive:file:ref)", "'1.0', 'other'");
        for (String ref : List.of("1.0", "other")) {
            String source = "oci:" + layout + ":" + ref;
            try (ImportedImage image = fixture(source).take()) {
                assertThat(image.image().top().digest()).isEqualTo(topDigest(source));
            }
        }
    }

    /** Docker 29 does so by default; the development suite has 28. */
    @Test
    void importWhenDockerSavedAnIndexTakesWhatThereIsOfIt() throws IOException {
        List<Path> saved = archives.savedIndexes(BUILDX.substring("oci-archive:".length()), "localhost/shop:1.0");
        for (Path archive : saved) {
            try (ImportedImage image = fixture("docker-archive:" + archive).take()) {
                assertThat(image.image().imageManifests()).hasSize(1);
            }
        }
        try (ImportedImage whole = fixture("oci-archive:" + saved.get(0)).take()) {
            assertThat(whole.image().top().digest()).isEqualTo(topDigest(BUILDX));
        }
        ImportFixture part = fixture("oci-archive:" + saved.get(1));
        assertThatThrownBy(part::take)
                .isInstanceOf(ImageException.class)
                .satisfies(tells("which is not there", "<platforms> (-Dimage.platform)"));
        part.platforms = List.of(Platform.LINUX_AMD64);
        try (ImportedImage image = part.take()) {
            assertThat(image.image().imageManifests()).hasSize(1);
        }
    }

    /** The index, its platforms and what buildx says about them stand in one list. */
    @Test
    void importWhenOrasBackedUpAnIndexTakesTheIndex() throws IOException {
        String index = archives.indexes(BUILDX).get(0);
        Path backup = directory.resolve("oras-index.tar");
        Commands.run(Commands.peer("oras"), "backup", "--plain-http", "--output", backup.toString(), index);

        try (ImportedImage image = fixture("oci-archive:" + backup).take()) {
            assertThat(image.image().top().digest()).isEqualTo(topDigest(BUILDX));
        }
    }

    /** What docker saved before 1.10 is what it saves now, without what was added then. */
    @Test
    void importWhenOldDockerSavedItGivesTheImageIdThatDockerGives() throws IOException {
        Path old = directory.resolve("old.tar");
        Path unpacked = Files.createDirectories(directory.resolve("old"));
        Commands.run("tar", "-xf", archives.directory.resolve("docker.tar").toString(), "-C", unpacked.toString());
        try (Stream<Path> newer = Files.list(unpacked)) {
            newer.filter(file -> file.toString().endsWith(".json"))
                    .forEach(file -> file.toFile().delete());
        }
        Commands.run("tar", "-cf", old.toString(), "-C", unpacked.toString(), ".");
        archives.docker("image", "rm", "--force", RealArchives.NAME);
        archives.docker("load", "-i", old.toString());
        String id = archives.docker("image", "inspect", "--format", "{{.Id}}", RealArchives.NAME)
                .trim();

        try (ImageArchive archive = fixture("docker-archive:" + old).archived()) {
            ImageManifest manifest = archive.image().imageManifests().get(0);
            assertThat(manifest.config().digest()).hasToString(id);
            assertThat(manifest.layers()).hasSize(diffIds.size());
        }
    }

    /** Ten thousand of them take less than a minute, so all are tried here; bin/stress fuzz tries others. */
    @Test
    void importWhenArchiveIsBrokenAtRandomSucceedsOrSaysWhy() throws IOException {
        Path scratch = Files.createDirectories(directory.resolve("fuzz"));

        assertThat(FuzzRuns.of(archives.sources.values(), scratch).run(1, 10_000))
                .isEmpty();
    }

    private static void imports(Map.Entry<String, String> source) throws IOException {
        ImportFixture fixture = fixture(source.getValue());
        Digest before = configDigest(source.getValue());
        try (ImageArchive archive = fixture.archived()) {
            ImageManifest manifest = archive.image().imageManifests().get(0);
            assertThat(manifest.config().digest()).as("image ID").isEqualTo(before);
            byte[] config = archive.read(manifest.config(), ImageConfig.LARGEST);
            assertThat(ImageConfig.parse(manifest.config(), config).diffIds()).isEqualTo(diffIds);
            assertThat(fixture.isClean()).isTrue();
            checkByOthers(archive);
        }
        if (!source.getValue().matches("docker-archive:.*|docker-daemon:.*|podman:.*")) {
            try (ImportedImage image = fixture.take()) {
                assertThat(image.isDigestPreserved()).isTrue();
                assertThat(image.image().top().digest()).isEqualTo(topDigest(source.getValue()));
            }
        }
    }

    /** Other tools read the archive, uncompress every layer and compare it with the config. */
    private static void checkByOthers(ImageArchive archive) {
        if (archive.image().blobs().stream().noneMatch(blob -> blob.mediaType().equals(MediaType.OCI_LAYER_ZSTD))) {
            archives.docker("load", "-i", archive.file().toString());
        }
        for (String transport : List.of("oci-archive:", "docker-archive:")) {
            Commands.run(
                    Commands.installed("skopeo"),
                    "copy",
                    "--quiet",
                    transport + archive.file(),
                    "dir:" + archive.file() + "." + transport.length());
        }
    }

    private static ImportFixture fixture(String source) throws IOException {
        ImportFixture fixture = new ImportFixture(Files.createTempDirectory(directory, "import"), source);
        fixture.environment = archives.environment();
        return fixture;
    }

    private static ImageConfig config(String source) throws IOException {
        try (ImportedImage image = fixture(source).take()) {
            ImageManifest manifest = image.image().imageManifests().get(0);
            return ImageConfig.parse(manifest.config(), image.blobs().read(manifest.config(), ImageConfig.LARGEST));
        }
    }

    /** As skopeo sees it, which cannot look into an archive that is gzipped. */
    private static Digest configDigest(String source) {
        return Digest.sha256(inspect(source.replace("gzipped.tar.gz", "skopeo.tar"), "--config", "--raw"));
    }

    private static Digest topDigest(String source) {
        return Digest.sha256(inspect(source, "--raw"));
    }

    private static byte[] inspect(String source, String... options) {
        String[] command = new String[options.length + 4];
        command[0] = Commands.installed("skopeo");
        command[1] = "inspect";
        System.arraycopy(options, 0, command, 2, options.length);
        command[options.length + 2] = "--tls-verify=false";
        command[options.length + 3] = source.replace("podman:", "containers-storage:");
        if (source.startsWith("docker-daemon:")) {
            command[options.length + 2] =
                    "--daemon-host=" + archives.environment().get("DOCKER_HOST");
        }
        return Commands.run(archives.environment(), command);
    }
}
