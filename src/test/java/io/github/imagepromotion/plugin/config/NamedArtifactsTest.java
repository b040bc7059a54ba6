package io.github.imagepromotion.plugin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedArtifactsTest {
    @TempDir
    private Path directory;

    @Test
    void readWhenTextAndFileNameArtifactsIsOneSetWithEachOnce() throws IOException {
        Path file = write(
                """
                # The release of November
                com.acme:shop:1.0
                  com.acme:billing:2.0-SNAPSHOT\t# newest

                com.acme:odd:1.0#7
                com.acme:shop:1.0
                """);

        assertThat(names(new NamedArtifacts(Optional.of(" com.acme:mail:3 ,com.acme:shop:1.0,"), Optional.of(file))))
                .containsExactly(
                        "'com.acme:mail:3'",
                        "'com.acme:shop:1.0'",
                        "'com.acme:billing:2.0-SNAPSHOT'",
                        "'com.acme:odd:1.0#7'");
    }

    @Test
    void readWhenTheFileIsOfWindowsIsTheSame() throws IOException {
        assertThat(names(in(write("\uFEFFcom.acme:shop:1.0\r\n# none\r\ncom.acme:mail:3"))))
                .containsExactly("'com.acme:shop:1.0'", "'com.acme:mail:3'");
    }

    @Test
    void readWhenVersionsMayBeAbsentStandsForAny() throws IOException {
        assertThat(new NamedArtifacts(Optional.of("com.acme:shop,com.acme:mail:3"), Optional.empty())
                        .read(false)
                        .toString())
                .isEqualTo("['com.acme:shop', 'com.acme:mail:3']");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.acme:shop",
                "shop",
                "com.acme:shop:",
                "com.acme:shop:1:2",
                "../x:y:1",
                "a:b:1,c:d:2",
                "a:b:\u0000"
            })
    void readWhenALineIsOddNamesFileAndLine(String line) throws IOException {
        Path file = write("# a\n\n" + line + "\n");

        assertRefused(file, "line 3 is not Maven coordinates: ");
    }

    /** A release prints such a name of a member that is attached to it. */
    @Test
    void readWhenTypeAndClassifierAreNamedSaysHowThatIsNamed() {
        NamedArtifacts named =
                new NamedArtifacts(Optional.of("com.acme:november:tar:image-cache:2026.11"), Optional.empty());

        assertThatThrownBy(() -> named.read(true))
                .isInstanceOf(ImageException.class)
                .hasMessage("Illegal <artifact> (-Dimage.artifact): not Maven coordinates:"
                        + " 'com.acme:november:tar:image-cache:2026.11' (groupId:artifactId:version, without type and"
                        + " classifier; what is attached to a release is named by its file, -Dimage.file).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# com.acme:shop:1.0\n"})
    void readWhenTheFileNamesNothingSaysSo(String content) throws IOException {
        assertRefused(write(content), "it names no artifact");
    }

    @Test
    void readWhenTheFileIsTooLargeDoesNotReadIt() throws IOException {
        assertRefused(write("# 456789\n".repeat(200_000)), "it is larger than 1.0 MB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "ISO-8859-1"})
    void readWhenTheFileIsNotUtf8SaysSo(String charset) throws IOException {
        Path file = directory.resolve("artifacts.txt");
        Files.write(file, "com.acme:caf\u00e9:1.0\n".getBytes(charset));

        assertRefused(file, "it is not UTF-8");
    }

    @Test
    void readWhenTheFileIsADirectorySaysSo() {
        assertRefused(directory, "it is a directory");
    }

    @Test
    void readWhenThereIsNoFileNamesIt() {
        assertThatThrownBy(() -> in(directory.resolve("none.txt")).read(true))
                .isInstanceOf(ImageException.class)
                .hasMessage("There is no file of artifacts '" + directory.resolve("none.txt")
                        + "'. Name the one that has groupId:artifactId:version on each line (<artifacts>,"
                        + " -Dimage.artifacts=FILE).");
    }

    @Test
    void readWhenTheTextNamesNothingSaysSo() {
        assertThatThrownBy(() -> new NamedArtifacts(Optional.of(" , "), Optional.empty()).read(true))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("<artifact> (-Dimage.artifact)", "names no artifact");
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> in(file).read(true))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("The file of artifacts '" + file + "' cannot be used: " + why)
                .hasMessageEndingWith(". It has groupId:artifactId:version on each line, in UTF-8, and comments after #"
                        + " (<artifacts>, -Dimage.artifacts=FILE).");
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("artifacts.txt"), content, StandardCharsets.UTF_8);
    }

    private static NamedArtifacts in(Path file) {
        return new NamedArtifacts(Optional.empty(), Optional.of(file));
    }

    private static List<String> names(NamedArtifacts named) throws IOException {
        return named.read(true).stream().map(Object::toString).toList();
    }
}
