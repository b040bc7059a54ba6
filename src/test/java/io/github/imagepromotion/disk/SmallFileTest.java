package io.github.imagepromotion.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {
    @TempDir
    private Path directory;

    @Test
    void refusalWhenThereIsNoneSaysWhichOfTheReasonsItIs() throws IOException {
        assertThat(SmallFile.refusal(directory.resolve("none.pub"), 10)).contains("there is no such file");
        assertThat(SmallFile.refusal(directory, 10)).contains("it is not a plain file");
    }

    @Test
    void refusalWhenItIsTooLargeSaysHowLargeItIs() throws IOException {
        Path file = Files.write(directory.resolve("key.pub"), new byte[2_000]);

        assertThat(SmallFile.refusal(file, 1_000)).contains("it has 2.0 kB, and one has at most 1.0 kB");
        assertThat(SmallFile.refusal(file, 2_000)).isEmpty();
    }
}
