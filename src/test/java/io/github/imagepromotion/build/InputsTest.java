package io.github.imagepromotion.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.build.application.ExtraDirectory;
import io.github.imagepromotion.build.application.FilePermission;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.InputHash;
import io.github.imagepromotion.image.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a build another one, and what does not. */
class InputsTest {
    @TempDir
    Path directory;

    private BuildFixture build;

    @BeforeEach
    void start() throws Exception {
        build = new BuildFixture(directory.resolve("project")).withMainClass("Hello");
        build.file("classes/application.properties", "a=b");
        build.file("extra/etc/motd", "hi");
        build.extraDirectories = List.of(new ExtraDirectory(build.directory.resolve("extra"), "/"));
        build.dependencies = List.of(
                new Dependency(build.file("libs/a.jar", "1"), Dependency.Kind.RELEASE),
                new Dependency(build.file("libs/b.jar", "2"), Dependency.Kind.RELEASE));
    }

    @Test
    void inputsWhenNothingChangedAreEqualWhateverTheTimesAre() throws Exception {
        Digest before = build.inputs();
        Files.setLastModifiedTime(
                build.directory.resolve("libs/a.jar"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
        build.file("extra/etc/motd", "hi");

        assertThat(build.inputs()).isEqualTo(before);
    }

    @Test
    void inputsWhenAnyContentChangesAreOthers() throws Exception {
        List<Digest> seen = new ArrayList<>(List.of(build.inputs()));
        for (String file : List.of("classes/application.properties", "libs/b.jar", "extra/etc/motd")) {
            Path path = build.directory.resolve(file);
            FileTime time = Files.getLastModifiedTime(path);
            byte[] content = Files.readAllBytes(path);
            content[0] ^= 1;
            Files.write(path, content);
            Files.setLastModifiedTime(path, time);
            seen.add(build.inputs());
        }
        build.file("classes/more.properties", "");
        seen.add(build.inputs());
        Files.createDirectory(build.directory.resolve("extra/empty"));
        seen.add(build.inputs());
        Files.delete(build.directory.resolve("classes/Hello.class"));
        seen.add(build.inputs());

        assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
    }

    @Test
    void inputsWhenAnySettingChangesAreOthers() throws Exception {
        List<Digest> seen = new ArrayList<>(List.of(build.inputs()));
        List<Runnable> changes = List.of(
                () -> build.args = List.of("a", "b"),
                () -> build.args = List.of("a,b"),
                () -> build.environment.put("A", "b"),
                () -> build.labels.put("A", "b"),
                () -> build.ports = List.of("80"),
                () -> build.user = Optional.of("a"),
                () -> build.workingDirectory = Optional.of("/a"),
                () -> build.volumes = List.of("/a"),
                () -> build.annotations.put("a", "b"),
                () -> build.platforms = List.of(Platform.of("linux/arm64")),
                () -> build.entrypoint = new Entrypoint.Java(Optional.of("Hello"), List.of()),
                () -> build.entrypoint = new Entrypoint.Java(Optional.of("Hello"), List.of("-ea")),
                () -> build.entrypoint = new Entrypoint.Java(Optional.of("Hello"), List.of("-ea"), false),
                () -> build.entrypoint = new Entrypoint.Command(List.of("Hello")),
                () -> build.entrypoint = new Entrypoint.Inherited(),
                () -> build.appRoot = "/other",
                () -> build.extraClasspath = List.of("/a"),
                () -> build.filesModificationTime = Instant.EPOCH,
                () -> build.permissions = List.of(new FilePermission("/etc/motd", "600")),
                () -> build.extraDirectories =
                        List.of(new ExtraDirectory(build.directory.resolve("extra"), "/elsewhere")),
                () -> build.dependencies = List.of(build.dependencies.get(1), build.dependencies.get(0)),
                () -> build.dependencies = List.of(
                        new Dependency(build.dependencies.get(0).file(), Dependency.Kind.SNAPSHOT),
                        build.dependencies.get(1)));
        for (Runnable change : changes) {
            change.run();
            seen.add(build.inputs());
        }

        assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
    }

    @Test
    void inputsWhenTheBaseChangesAreOthers() throws Exception {
        LayoutFixture layout = new LayoutFixture(directory.resolve("base"));
        layout.name(layout.image(Platform.LINUX_AMD64), "a");
        layout.name(layout.image(Platform.of("linux/arm64")), "b");
        build.base = "oci:" + layout.directory + ":a";
        Digest first = build.inputs();
        assertThat(build.inputs()).isEqualTo(first);
        build.base = "oci:" + layout.directory + ":b";

        assertThat(build.inputs()).isNotEqualTo(first);
    }

    @Test
    void hashWhenTextsAreSplitOtherwiseIsAnother() {
        assertThat(new InputHash().add("n", "ab", "c").finish())
                .isNotEqualTo(new InputHash().add("n", "a", "bc").finish())
                .isNotEqualTo(new InputHash().add("n", "ab").add("c").finish())
                .isEqualTo(new InputHash().add("n", "ab", "c").finish());
    }
}
