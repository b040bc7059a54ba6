package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.build.application.ExtraDirectory;
import io.github.imagepromotion.build.application.FilePermission;
import io.github.imagepromotion.image.ImageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of extra directories go in, and how: jib's rules. */
class ExtraDirectoriesTest {
    @TempDir
    Path directory;

    private BuildFixture build;
    private Path extra;

    @BeforeEach
    void start() {
        build = new BuildFixture(directory.resolve("project"));
        build.entrypoint = new Entrypoint.Command(List.of("/run.sh"));
        build.file("extra/run.sh", "a");
        build.file("extra/etc/app.conf", "b");
        build.file("extra/etc/old/app.conf", "c");
        build.file("extra/etc/readme.txt", "d");
        extra = build.directory.resolve("extra");
    }

    @Test
    void filesWhenIncludedAndExcludedAreThoseThatAnyIncludeAndNoExcludeNames() throws Exception {
        build.extraDirectories =
                List.of(new ExtraDirectory(extra, "/opt", List.of("**/*.conf", "run.sh"), List.of("**/old/**")));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.files(built, 0)).containsOnlyKeys("opt/run.sh", "opt/etc/app.conf");
        }
    }

    @Test
    void modesWhenConfiguredGoByPathThenByTheFirstGlob() throws Exception {
        build.extraDirectories = List.of(new ExtraDirectory(extra, "/"));
        build.permissions = List.of(
                new FilePermission("/etc/**", "640"),
                new FilePermission("/etc/old/*", "600"),
                new FilePermission("/etc/readme.txt", "444"),
                new FilePermission("/run.sh", "755"));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.modes(built, 0))
                    .containsEntry("run.sh", 0100755)
                    .containsEntry("etc/app.conf", 0100640)
                    .containsEntry("etc/old/app.conf", 0100640)
                    .containsEntry("etc/readme.txt", 0100444)
                    .containsEntry("etc/", 040755)
                    .containsEntry("etc/old/", 040640);
        }
    }

    @Test
    void timesWhenConfiguredAreThoseOfEveryFile() throws Exception {
        build.extraDirectories = List.of(new ExtraDirectory(extra, "/"));
        build.filesModificationTime = Instant.parse("2020-02-02T02:02:02Z");

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.times(built, 0)).containsOnly(Instant.parse("2020-02-02T02:02:02Z"));
        }
        build.filesModificationTime = Instant.ofEpochSecond(1);
        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.times(built, 0)).containsOnly(Instant.ofEpochSecond(1));
        }
    }

    @Test
    void permissionWhenMalformedNamesElementAndProperty() {
        for (String mode : List.of("7", "888", "rwx", "0755")) {
            assertThatThrownBy(() -> new FilePermission("/x", mode))
                    .isInstanceOf(ImageException.class)
                    .satisfies(tells(
                            "'" + mode + "'",
                            "<extraDirectories><permissions>",
                            "-Dimage.extraDirectories.permissions"));
        }
        assertThatThrownBy(() -> new FilePermission("/[", "644")).isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> new ExtraDirectory(extra, "/", List.of("["), List.of()))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void directoryWhenItIsALinkIsWhatTheLinkLeadsTo() throws Exception {
        Path link = Files.createSymbolicLink(build.directory.resolve("link"), extra);
        Files.createSymbolicLink(
                extra.resolve("linked"), build.file("elsewhere/deep/file", "e").getParent());
        build.extraDirectories = List.of(new ExtraDirectory(link, "/opt"));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.files(built, 0)).containsKeys("opt/run.sh", "opt/linked/file");
        }
    }

    @Test
    void directoryWhenLinksLeadNowhereOrInACircleSaysSo() throws Exception {
        build.extraDirectories = List.of(new ExtraDirectory(extra, "/"));
        Path link = Files.createSymbolicLink(extra.resolve("etc/link"), Path.of("nowhere"));
        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .satisfies(tells("etc/link' is a link to nothing", "<excludes>"));

        Files.delete(link);
        Files.createSymbolicLink(link, extra);
        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("go in a circle", "etc/link");
    }

    @Test
    void directoryWhenMissingIsAnErrorWithRemedy() {
        build.extraDirectories = List.of(new ExtraDirectory(directory.resolve("none"), "/"));

        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .satisfies(tells("There is no extra directory", "-Dimage.extraDirectories.paths"));
    }
}
