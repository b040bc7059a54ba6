package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.importing.ImageImporter;
import io.github.imagepromotion.importing.ImportedImage;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What {@code -Dimage.source} and {@code -Dimage.platform} do to an index of three platforms. */
@MojoTest
class ImportMojoTest {
    private static final String POM = "src/test/resources/mojo/defaults/pom.xml";
    private static final List<Platform> PLATFORMS =
            List.of(Platform.LINUX_AMD64, Platform.of("linux/arm64"), Platform.of("linux/arm/v7"));

    /** The value of {@code -Dimage.platform}. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Wanted {
        String value();
    }

    @Inject
    private MavenSession session;

    @TempDir
    Path directory;

    private final TestImage image = TestImages.index(3, PLATFORMS, 700);

    /** The goal gets its parameters after this. */
    @BeforeEach
    void setProperties(TestInfo test) throws IOException {
        Path archive = Archives.write(directory.resolve("three.tar"), image, Archives.identity("shop", "1"));
        session.getUserProperties().setProperty("image.source", "oci-archive:" + archive);
        Wanted wanted = test.getTestMethod().orElseThrow().getAnnotation(Wanted.class);
        if (wanted != null) {
            session.getUserProperties().setProperty("image.platform", wanted.value());
        }
    }

    @Test
    @InjectMojo(goal = "import", pom = POM)
    void importWhenNoPlatformIsSetTakesAll(ImportMojo mojo) throws IOException {
        try (ImportedImage imported = take(mojo)) {
            assertThat(imported.image().top().digest())
                    .isEqualTo(image.image().top().digest());
            assertThat(imported.isDigestPreserved()).isTrue();
        }
    }

    @Test
    @Wanted("linux/arm64")
    @InjectMojo(goal = "import", pom = POM)
    void importWhenOnePlatformIsSetTakesItsManifest(ImportMojo mojo) throws IOException {
        try (ImportedImage imported = take(mojo)) {
            assertThat(imported.image().top().digest()).isEqualTo(manifest(1));
        }
    }

    @Test
    @Wanted("linux/arm/v7, linux/amd64")
    @InjectMojo(goal = "import", pom = POM)
    void importWhenTwoPlatformsAreSetTakesBothInThatOrder(ImportMojo mojo) throws IOException {
        try (ImportedImage imported = take(mojo)) {
            assertThat(imported.image().top().mediaType().isIndex()).isTrue();
            assertThat(imported.image().imageManifests())
                    .extracting(manifest -> manifest.descriptor().digest())
                    .containsExactly(manifest(2), manifest(0));
            assertThat(imported.sourceDigest()).contains(image.image().top().digest());
        }
    }

    @Test
    @Wanted("linux/amd64,linux/s390x")
    @InjectMojo(goal = "import", pom = POM)
    void importWhenAPlatformIsNotThereListsWhatIs(ImportMojo mojo) {
        assertThatThrownBy(() -> take(mojo))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("Cannot import 'oci-archive:")
                .satisfies(tells("': It is not there for linux/s390x, only for linux/amd64, linux/arm64,"
                        + " linux/arm/v7. Set <platforms> (-Dimage.platform)."))
                .hasMessageNotContaining("from.platforms");
    }

    @Test
    @Wanted("arm64")
    @InjectMojo(goal = "import", pom = POM)
    void importWhenAPlatformIsMalformedNamesElementAndProperty(ImportMojo mojo) {
        assertThatThrownBy(mojo::request)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("<platforms> (-Dimage.platform)", "'arm64'", "os/architecture[/variant]");
    }

    private ImportedImage take(ImportMojo mojo) throws IOException {
        mojo.project.getBuild().setDirectory(directory.resolve("target").toString());
        return new ImageImporter(mojo.request()).take();
    }

    private Digest manifest(int platform) {
        Descriptor manifest = image.image().imageManifests().get(platform).descriptor();
        return manifest.digest();
    }
}
