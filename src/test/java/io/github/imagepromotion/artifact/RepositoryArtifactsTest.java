package io.github.imagepromotion.artifact;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagepromotion.disk.TemporaryDirectory;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.connector.basic.BasicRepositoryConnectorFactory;
import org.eclipse.aether.impl.DefaultServiceLocator;
import org.eclipse.aether.installation.InstallRequest;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.spi.connector.RepositoryConnectorFactory;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transport.file.FileTransporterFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in a repository now is what is found, by Maven's resolver and repositories on disk. */
class RepositoryArtifactsTest {
    private static final Coordinates SHOP = Coordinates.of("com.acme:shop:1.1");
    private static final Coordinates SNAPSHOT = Coordinates.of("com.acme:shop:2.0-SNAPSHOT");

    @TempDir
    private Path directory;

    private final List<String> told = new ArrayList<>();
    private final List<String> transferred = new ArrayList<>();
    private RepositorySystem system;
    private Path repository;

    @BeforeEach
    @SuppressWarnings("deprecation") // Nothing else makes one without a container or more libraries.
    void makeResolver() {
        DefaultServiceLocator locator = MavenRepositorySystemUtils.newServiceLocator();
        locator.addService(RepositoryConnectorFactory.class, BasicRepositoryConnectorFactory.class);
        locator.addService(TransporterFactory.class, FileTransporterFactory.class);
        system = locator.getService(RepositorySystem.class);
        repository = directory.resolve("repository");
    }

    @Test
    void findWhenItWasDeployedAgainTakesWhatLiesThereNowAndSaysSo() throws IOException {
        deploy(SHOP, "1.1", "build 1", ".sha1");
        assertThat(find(SHOP)).hasContent("archive of build 1");

        deploy(SHOP, "1.1", "build 2", ".sha1");

        assertThat(find(SHOP)).hasContent("archive of build 2");
        assertThat(told)
                .singleElement()
                .asString()
                .contains("'com.acme:shop:tar:image:1.1' was deployed again", "'it'");
    }

    /** A build again, signed this time: the image and so the record are the same. */
    @Test
    void findWhenOneFileAloneIsAnotherTakesIt() throws IOException {
        deploy(SHOP, "1.1", "build 1", ".sha1");
        find(SHOP);
        write(repository.resolve("com/acme/shop/1.1/shop-1.1-image.tar"), "archive of build 1, signed", ".sha1");

        assertThat(find(SHOP)).hasContent("archive of build 1, signed");
        assertThat(told).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {".sha1", ".sha256", ".sha512"})
    void findWhenTheSameBytesLieThereAsksForChecksumsOnly(String checksum) throws IOException {
        deploy(SHOP, "1.1", "build 1", checksum);
        find(SHOP);
        transferred.clear();

        assertThat(find(SHOP)).hasContent("archive of build 1");
        assertThat(transferred)
                .containsExactlyInAnyOrder("shop-1.1-image.tar" + checksum, "shop-1.1-image.json" + checksum);
        assertThat(told).isEmpty();
    }

    @Test
    void findWhenThereAreNoChecksumsDownloadsAgainAndSaysWhy() throws IOException {
        deploy(SHOP, "1.1", "build 1", "");
        find(SHOP);
        transferred.clear();

        assertThat(find(SHOP)).hasContent("archive of build 1");
        assertThat(transferred).contains("shop-1.1-image.tar");
        assertThat(told).singleElement().asString().contains("was downloaded again", "no checksum files");
    }

    /** Somebody else's page for what is not there, or a damaged file. */
    @Test
    void findWhenAChecksumFileHoldsSomethingElseDownloadsAgain() throws IOException {
        deploy(SHOP, "1.1", "build 1", ".sha1");
        find(SHOP);
        Files.writeString(repository.resolve("com/acme/shop/1.1/shop-1.1-image.tar.sha1"), "<html>Not found</html>");
        transferred.clear();

        assertThat(find(SHOP)).hasContent("archive of build 1");
        assertThat(transferred).contains("shop-1.1-image.tar");
    }

    /** A cache is checked, whoever wrote it. */
    @Test
    void findWhenTheCopyWasChangedDownloadsAgain() throws IOException {
        deploy(SHOP, "1.1", "build 1", ".sha1");
        Files.writeString(find(SHOP), "planted");

        assertThat(find(SHOP)).hasContent("archive of build 1");
    }

    @Test
    void findWhenTheSameIdHasAnotherUrlTakesNothingOfTheFormer() throws IOException {
        deploy(SHOP, "1.1", "build 1", ".sha1");
        find(SHOP);
        repository = directory.resolve("moved");

        assertThatThrownBy(() -> find(SHOP))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("There is no artifact", "/moved")
                .hasMessageNotContaining("/repository)");

        deploy(SHOP, "1.1", "build 5", ".sha1");
        assertThat(find(SHOP)).hasContent("archive of build 5");
        assertThat(told).isEmpty();
    }

    @Test
    void findWhenItIsGoneTakesNothingOfBefore() throws IOException {
        deploy(SHOP, "1.1", "build 1", ".sha1");
        find(SHOP);
        TemporaryDirectory.delete(repository);

        assertThatThrownBy(() -> find(SHOP))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("There is no artifact")
                // Maven prints the messages of causes, too, and this one has nothing else to say.
                .hasNoCause()
                .satisfies(absent -> assertThat(absent.getSuppressed()).hasSize(1));
    }

    /** The record is of the same repository as the archive. */
    @Test
    void findWhenTwoRepositoriesHaveItTakesBothFilesOfTheFirst() throws IOException {
        Path first = directory.resolve("first");
        deploy(SHOP, "1.1", "build 2", ".sha1");
        Path second = repository;
        repository = first;
        deploy(SHOP, "1.1", "build 1", ".sha1");
        List<RemoteRepository> both = List.of(remote("a", first), remote("b", second));

        FoundArtifact found = artifacts(session(), both, false).find(SHOP);

        assertThat(found.archive()).hasContent("archive of build 1");
        assertThat(found.record().orElseThrow()).hasContent("record of build 1");
        assertThat(found.origin()).contains("repository 'a'", first.toString());
        assertThat(artifacts(session(), both, false).find(SHOP).archive()).isEqualTo(found.archive());
    }

    @Test
    void findWhenARepositoryDoesNotAnswerSaysSoAndGoesOn() throws IOException {
        deploy(SHOP, "1.1", "build 1", ".sha1");
        RemoteRepository silent = new RemoteRepository.Builder("silent", "default", "nothing://there").build();
        List<RemoteRepository> both = List.of(silent, remote("it", repository));

        assertThat(artifacts(session(), both, false).find(SHOP).archive()).hasContent("archive of build 1");
        assertThat(told).singleElement().asString().contains("silent", "its current content is unknown");

        told.clear();
        artifacts(session(), both, false).find(SHOP);
        assertThat(told).singleElement().asString().contains("silent", "its current content is unknown");
    }

    @Test
    void findWhenASnapshotIsNewerTakesItAndNothingOfTheFormer() throws IOException {
        deploy(SNAPSHOT, "2.0-20261126.071234-1", "build 1", ".sha1");
        metadata("20261126.071234", 1);
        assertThat(find(SNAPSHOT)).hasContent("archive of build 1");
        deploy(SNAPSHOT, "2.0-20261127.080000-2", "build 2", ".sha1");
        metadata("20261127.080000", 2);

        FoundArtifact found =
                artifacts(session(), List.of(remote("it", repository)), false).find(SNAPSHOT);

        assertThat(found.archive()).hasContent("archive of build 2");
        assertThat(found.requested().version()).contains("2.0-20261127.080000-2");
        assertThat(offline().find(SNAPSHOT).archive()).hasContent("archive of build 2");
    }

    @Test
    void findWhenOfflineTakesWhatWasDownloadedSaysSoAndPrintsNoUrl() throws IOException {
        deploy(SHOP, "1.1", "build 1", ".sha1");
        find(SHOP);
        deploy(SHOP, "1.1", "build 2", ".sha1");

        FoundArtifact found = offline().find(SHOP);

        assertThat(found.archive()).hasContent("archive of build 1");
        assertThat(found.origin()).contains("downloaded before").doesNotContain(repository.toString());
        assertThat(told).singleElement().asString().contains("offline (-o)", "no repository was asked");
        assertThatThrownBy(() -> offline().find(Coordinates.of("com.acme:shop:3")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("offline (-o)")
                .hasMessageNotContaining(repository.toString());
    }

    @Test
    void findWhenItWasOnlyInstalledRefusesUnlessThatWillDo() throws Exception {
        install("installed");

        assertThatThrownBy(() -> find(SHOP))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("only installed locally", "-Dimage.allowLocal"));
        FoundArtifact found =
                artifacts(session(), List.of(remote("it", repository)), true).find(SHOP);
        assertThat(found.archive()).hasContent("archive of installed");
        assertThat(found.origin()).endsWith("from the local repository");
    }

    /** Whether it was deployed nobody knows then; offline nobody was asked, and no URL is named. */
    @Test
    void findWhenItWasInstalledAndNobodyCouldBeAskedSaysThat() throws Exception {
        install("installed");
        RemoteRepository silent = new RemoteRepository.Builder("silent", "default", "nothing://there").build();

        assertThatThrownBy(() -> artifacts(session(), List.of(silent), false).find(SHOP))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Cannot get", "silent");
        assertThatThrownBy(() -> offline().find(SHOP))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("only installed locally", "offline (-o)")
                .hasMessageNotContaining(repository.toString());
        assertThat(artifacts(session(), List.of(silent), true).find(SHOP).archive())
                .hasContent("archive of installed");
        assertThat(told).singleElement().asString().contains("silent", "its current content is unknown");
    }

    /** Of a release that was installed, too. */
    @Test
    void findReleaseWhenItWasInstalledAndNobodyCouldBeAskedSaysThat() throws Exception {
        Path lock = Files.writeString(directory.resolve("lock.json"), "{}");
        system.install(
                session(),
                new InstallRequest()
                        .addArtifact(new DefaultArtifact("com.acme", "november", "release", "json", "1")
                                .setFile(lock.toFile())));
        RemoteRepository silent = new RemoteRepository.Builder("silent", "default", "nothing://there").build();
        Coordinates november = Coordinates.of("com.acme:november:1");
        ImageException noBuild = catchThrowableOfType(
                ImageException.class, () -> artifacts(session(), List.of(remote("it", repository)), false)
                        .find(november));

        assertThatThrownBy(() -> artifacts(session(), List.of(silent), false).findRelease(november, noBuild))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Cannot get 'com.acme:november:json:release:1'", "silent")
                .hasMessageNotContaining("only installed locally");
    }

    @Test
    void findWhenTheRecordIsMissingNamesIt() throws IOException {
        deploy(SHOP, "1.1", "build 1", ".sha1");
        Files.delete(repository.resolve("com/acme/shop/1.1/shop-1.1-image.json"));

        assertThatThrownBy(() -> find(SHOP))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("There is no artifact 'com.acme:shop:json:image:1.1'");
    }

    /** Allowed is what was never deployed; what was is taken as it lies there. */
    @Test
    void findWhenItWasInstalledAndDeployedTakesTheDeployedOne() throws Exception {
        install("installed");
        deploy(SHOP, "1.1", "build 1", ".sha1");

        assertThat(artifacts(session(), List.of(remote("it", repository)), true)
                        .find(SHOP)
                        .archive())
                .hasContent("archive of build 1");
    }

    @Test
    void findWhenAProcessWasKilledLeavesNothingOfItForLong() throws IOException {
        Path cache = directory.resolve("local/.cache/image-promotion");
        Path old = Files.createDirectories(cache.resolve("incoming-1"));
        Files.writeString(old.resolve("half.tar"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(2, ChronoUnit.DAYS)));
        Path other = Files.createDirectories(cache.resolve("incoming-2"));
        deploy(SHOP, "1.1", "build 1", ".sha1");

        find(SHOP);

        assertThat(old).doesNotExist();
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("incoming-")))
                    .containsExactly(other);
        }
    }

    private Path find(Coordinates coordinates) throws IOException {
        return artifacts(session(), List.of(remote("it", repository)), false)
                .find(coordinates)
                .archive();
    }

    private RepositoryArtifacts offline() {
        DefaultRepositorySystemSession session = session();
        session.setOffline(true);
        return artifacts(session, List.of(remote("it", repository)), false);
    }

    private RepositoryArtifacts artifacts(
            DefaultRepositorySystemSession session, List<RemoteRepository> repositories, boolean allowLocal) {
        return new RepositoryArtifacts(system, session, repositories, allowLocal, told::add);
    }

    private DefaultRepositorySystemSession session() {
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        session.setLocalRepositoryManager(system.newLocalRepositoryManager(
                session, new LocalRepository(directory.resolve("local").toFile())));
        session.setTransferListener(new AbstractTransferListener() {
            @Override
            public void transferSucceeded(TransferEvent event) {
                String name = event.getResource().getResourceName();
                transferred.add(name.substring(name.lastIndexOf('/') + 1));
            }
        });
        return session;
    }

    private static RemoteRepository remote(String id, Path directory) {
        return new RemoteRepository.Builder(id, "default", directory.toUri().toString()).build();
    }

    private void install(String build) throws Exception {
        InstallRequest request = new InstallRequest();
        for (String type : List.of("tar", "json")) {
            Path file = Files.writeString(
                    directory.resolve("built." + type), (type.equals("tar") ? "archive of " : "record of ") + build);
            request.addArtifact(new DefaultArtifact("com.acme", "shop", "image", type, "1.1").setFile(file.toFile()));
        }
        system.install(session(), request);
    }

    private void deploy(Coordinates coordinates, String version, String build, String checksum) throws IOException {
        Path home = repository.resolve("com/acme/shop/" + coordinates.version());
        write(home.resolve("shop-" + version + "-image.tar"), "archive of " + build, checksum);
        write(home.resolve("shop-" + version + "-image.json"), "record of " + build, checksum);
    }

    private void metadata(String timestamp, int number) throws IOException {
        write(
                repository.resolve("com/acme/shop/2.0-SNAPSHOT/maven-metadata.xml"),
                "<metadata><groupId>com.acme</groupId><artifactId>shop</artifactId><version>2.0-SNAPSHOT</version>"
                        + "<versioning><snapshot><timestamp>" + timestamp + "</timestamp><buildNumber>" + number
                        + "</buildNumber></snapshot><lastUpdated>" + timestamp.replace(".", "")
                        + "</lastUpdated></versioning></metadata>",
                ".sha1");
    }

    private static void write(Path file, String content, String checksum) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        if (!checksum.isEmpty()) {
            Files.writeString(
                    file.resolveSibling(file.getFileName() + checksum),
                    hex(content, "SHA-" + checksum.substring(4)) + "  " + file.getFileName());
        }
    }

    private static String hex(String content, String algorithm) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(content.getBytes(UTF_8));
            return String.format("%0" + 2 * hash.length + "x", new BigInteger(1, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
