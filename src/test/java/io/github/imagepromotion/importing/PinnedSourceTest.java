package io.github.imagepromotion.importing;

import static io.github.imagepromotion.plugin.console.Told.tellsExactly;
import static io.github.imagepromotion.plugin.console.Told.tellsLast;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.exception.DefaultExceptionHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index of three platforms in a real registry, named by tag, by digest and by both; crane or skopeo put it there. */
@NeedsTools
class PinnedSourceTest {
    private static final List<Platform> PLATFORMS =
            List.of(Platform.LINUX_AMD64, Platform.of("linux/arm64"), Platform.of("linux/arm/v7"));

    private static DockerRegistry registry;

    @TempDir
    Path directory;

    private final TestImage before = TestImages.index(1, PLATFORMS, 900, 30);
    private final TestImage now = TestImages.index(2, PLATFORMS, 900, 30);
    private String repository;

    @BeforeAll
    static void startRegistry() {
        registry = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    @BeforeEach
    void nameRepository(TestInfo test) {
        repository = registry.authority() + "/"
                + test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crane", "skopeo"})
    void importWhenNamedByTagDigestOrBothIsTheSame(String tool) throws IOException {
        push(tool, before);

        for (String name : List.of(":1.0", "@" + digest(before), ":1.0@" + digest(before))) {
            ImportFixture fixture = fixture(name);
            try (ImportedImage image = fixture.take()) {
                assertThat(image.isDigestPreserved()).as(name).isTrue();
            }
            try (ImageArchive archive = fixture.archived()) {
                assertThat(archive.image().top().digest()).as(name).isEqualTo(digest(before));
                assertThat(archive.image().blobs())
                        .as(name)
                        .extracting(Descriptor::digest)
                        .containsExactlyElementsOf(before.image().blobs().stream()
                                .map(Descriptor::digest)
                                .toList());
            }
        }
    }

    @Test
    void importWhenTheTagMovedTakesTheDigest() throws IOException {
        push("crane", before);
        push("skopeo", now);
        assertThat(tagged()).isEqualTo(digest(now));

        assertThat(imported(fixture(":1.0@" + digest(before)))).isEqualTo(digest(before));
        assertThat(imported(fixture(":1.0"))).isEqualTo(digest(now));
    }

    @Test
    void importWhenTheTagMovedSinceItWasImportedHereTakesTheDigest() throws IOException {
        ImportFixture byTag = fixture(":1.0");
        ImportFixture pinned = fixture(":1.0@" + digest(before), byTag.directory);
        push("crane", before);
        assertThat(imported(byTag)).isEqualTo(digest(before));
        push("crane", now);

        assertThat(imported(pinned)).isEqualTo(digest(before));
        assertThat(pinned.warnings).isEmpty();
        assertThat(imported(byTag)).isEqualTo(digest(now));
        assertThat(byTag.warnings)
                .containsExactly("The image " + repository + ":1.0 moved since it was last taken here: it was "
                        + digest(before) + ", it is " + digest(now)
                        + ". To stay with one, name it by digest in <source> (-Dimage.source).");
        pinned.offline = true;
        assertThat(imported(pinned)).as("again, offline").isEqualTo(digest(before));
    }

    /** The tag is a name for people; a registry is not asked for it. */
    @Test
    void importWhenTheTagIsNotThereTakesTheDigest() throws IOException {
        push("crane", before);

        assertThat(imported(fixture(":never-pushed@" + digest(before)))).isEqualTo(digest(before));
    }

    @Test
    void importWhenTheDigestIsOnePlatformsTakesThat() throws IOException {
        push("crane", before);
        Descriptor arm = before.image().imageManifests().get(1).descriptor();

        assertThat(imported(fixture(":1.0@" + arm.digest()))).isEqualTo(arm.digest());
    }

    @Test
    void importWhenTheDigestIsNotThereSaysSoThoughTheTagIs() throws IOException {
        push("skopeo", now);
        ImportFixture gone = fixture(":1.0@" + digest(before));

        assertThatThrownBy(gone::take)
                .isInstanceOf(ImageException.class)
                .satisfies(tellsExactly("Cannot import 'docker://" + repository + ":1.0@" + digest(before)
                        + "': The registry has no image of this digest. Repair the source, or name another one with"
                        + " <source> (-Dimage.source)."));
        assertThat(gone.isClean()).isTrue();
    }

    @Test
    void importWhenTheRegistryCannotBeReachedSaysTheCauseFirstAndTheRemedyOnce() {
        ImportFixture nowhere = new ImportFixture(directory, "docker://127.0.0.1:1/shop:1");

        assertThatThrownBy(nowhere::take)
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(
                        "Cannot import 'docker://127.0.0.1:1/shop:1': registry '127.0.0.1:1' does not answer (")
                .satisfies(tellsLast(
                        "Check <registry> of the environment (-Dimage.environments), and that the registry runs."))
                .hasMessageNotContaining("Repair the source")
                .satisfies(thrown -> assertThat(new DefaultExceptionHandler()
                                .handleException(thrown)
                                .getMessage())
                        .as("what Maven makes of it, with the messages of its causes")
                        .isEqualTo(thrown.getMessage()));
    }

    @Test
    void sourceWhenItIsMalformedAndHasALoginDoesNotRepeatTheLogin() {
        assertThatThrownBy(() -> ImportSource.of("docker:ada:s3cret@registry.example/shop:1.0", Path.of(".")))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("Cannot read the source '…@registry.example/shop:1.0': it lacks the //")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void sourceWhenTheDigestIsMalformedSaysWhereToSetIt() {
        assertThatThrownBy(() -> fixture(":1.0@sha256:0123").take())
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("Cannot read the source 'docker://" + repository + ":1.0@sha256:0123': ")
                .satisfies(tellsLast("set <source> (-Dimage.source)."))
                .hasMessageNotContaining("base image");
    }

    private ImportFixture fixture(String name) throws IOException {
        return fixture(name, Files.createTempDirectory(directory, "import"));
    }

    private ImportFixture fixture(String name, Path place) {
        return new ImportFixture(place, "docker://" + repository + name);
    }

    private static Digest imported(ImportFixture fixture) throws IOException {
        try (ImageArchive archive = fixture.archived()) {
            return archive.image().top().digest();
        }
    }

    private static Digest digest(TestImage image) {
        return image.image().top().digest();
    }

    private Digest tagged() {
        byte[] said = Commands.run(Commands.peer("crane"), "digest", "--insecure", repository + ":1.0");
        return Digest.of(new String(said, UTF_8).trim());
    }

    /** Under the tag 1.0, wherever that pointed before. */
    private void push(String tool, TestImage image) throws IOException {
        Path layout = Files.createTempDirectory(directory, "layout");
        Path archive = Archives.write(layout.resolve("image.tar"), image, Archives.identity("shop", "1"));
        Commands.run("tar", "-xf", archive.toString(), "-C", layout.toString());
        if (tool.equals("crane")) {
            Commands.run(Commands.peer("crane"), "push", "--insecure", layout.toString(), repository + ":1.0");
        } else {
            Commands.run(
                    Commands.installed("skopeo"),
                    "copy",
                    "--all",
                    "--dest-tls-verify=false",
                    "oci:" + layout,
                    "docker://" + repository + ":1.0");
        }
    }
}
