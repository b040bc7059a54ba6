package io.github.imagepromotion.build.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jib's builder of layers met digits of the locale in a pattern of its own; a class is loaded once, so each has a process. */
class OddLocaleTest {
    @TempDir
    private Path directory;

    /** In a process of its own. */
    public static void main(String[] arguments) throws IOException {
        System.out.print(layer(Path.of(arguments[0])) + String.format(" %d", 1));
    }

    private static String layer(Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file.txt"), "x");
        FileEntriesLayer layer = FileEntriesLayer.builder()
                .setName("classes")
                .addEntry(file, AbsoluteUnixPath.get("/app/file.txt"))
                .build();
        return JibLayer.write(layer, directory.resolve("layer.tar.gz")).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Duser.language=ar -Duser.country=EG", "-Duser.language=fa -Duser.country=IR",
                "-Duser.language=th -Duser.country=TH -Duser.variant=TH", "-Duser.language=tr"
            })
    void writeWhenTheLocaleHasDigitsOfItsOwnWritesTheSameLayer(String locale) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(locale.split(" ")));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), OddLocaleTest.class.getName(), directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(directory.toFile(), "output"))
                .start();

        assertThat(process.waitFor()).isZero();
        String output = Files.readString(directory.resolve("output"), StandardCharsets.ISO_8859_1);
        assertThat(output).startsWith(layer(directory) + " ");
    }
}
