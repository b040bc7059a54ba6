package io.github.imagepromotion.artifact;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropTest {
    private static final Coordinates APP = Coordinates.of("com.acme:app:1.0");
    private static final BuildId BUILD = BuildId.of("42");

    @TempDir
    private Path directory;

    private Path share;
    private List<Path> files;
    private Drop drop;

    @BeforeEach
    void makeFiles() throws IOException {
        share = directory.resolve("share");
        files = List.of(
                Files.writeString(directory.resolve("app-1.0-image.tar"), "archive"),
                Files.writeString(directory.resolve("app-1.0-image.json"), "record"));
        drop = new Drop(share);
    }

    @Test
    void publishWhenNewCopiesBothFiles() throws IOException {
        Path home = drop.publish(APP, BUILD, files);

        assertThat(home).isEqualTo(share.resolve("com.acme/app/42"));
        assertThat(home.resolve("app-1.0-image.tar")).hasContent("archive");
        assertThat(drop.find("", BUILD)).singleElement().satisfies(found -> {
            assertThat(found.archive()).isEqualTo(home.resolve("app-1.0-image.tar"));
            assertThat(found.record()).contains(home.resolve("app-1.0-image.json"));
        });
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void publishWhenOthersReadTheShareGivesThemTheBuild() throws IOException {
        Path home = drop.publish(APP, BUILD, files);

        assertThat(Files.getPosixFilePermissions(home)).isEqualTo(Files.getPosixFilePermissions(share));
    }

    @Test
    void publishWhenTheSameBytesAreThereIsFine() throws IOException {
        drop.publish(APP, BUILD, files);

        assertThat(drop.publish(APP, BUILD, files)).isDirectory();
    }

    @Test
    void publishWhenOtherBytesAreThereRefusesAndKeepsThem() throws IOException {
        Path home = drop.publish(APP, BUILD, files);
        Files.writeString(files.get(0), "changed");

        assertThatThrownBy(() -> drop.publish(APP, BUILD, files))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("other bytes", "-Dimage.buildId", "-Dimage.drop"));
        assertThat(home.resolve("app-1.0-image.tar")).hasContent("archive");
    }

    @Test
    void publishWhenManyDoItAtOnceEndsWithOne() throws IOException {
        Parallel.forEach(IntStream.range(0, 16).boxed().toList(), 16, i -> drop.publish(APP, BUILD, files));

        assertThat(drop.find("com.acme:app", BUILD)).hasSize(1);
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void findWhenTheBuildIsUnknownSaysWhatToName() throws IOException {
        drop.publish(APP, BUILD, files);

        assertThatThrownBy(() -> drop.find("com.acme:app", BuildId.of("43")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("43", "com.acme:app", "-Dimage.buildId"));
    }

    @Test
    void findWhenThereIsNoDirectorySaysSo() {
        assertThatThrownBy(() -> drop.find("", BUILD))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("is not a directory", "-Dimage.drop"));
    }

    private List<Path> leftOvers() throws IOException {
        try (Stream<Path> all = Files.walk(share)) {
            return all.filter(path -> path.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
