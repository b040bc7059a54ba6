package io.github.imagepromotion.plugin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDirectoryTest {
    private static final String NAME = "image-promotion-maven-plugin";

    @TempDir
    private Path directory;

    private final List<String> remarks = new ArrayList<>();

    @Test
    void ofUserWhenTheEnvironmentNamesAHomeTakesThatAndNotJavas() {
        assertThat(of(Map.of("HOME", directory.toString())))
                .isEqualTo(directory.resolve(".cache").resolve(NAME));
        assertThat(of(Map.of("HOME", "/elsewhere", "XDG_CACHE_HOME", directory.toString())))
                .isEqualTo(directory.resolve(NAME));
        assertThat(of(Map.of("HOME", directory.toString(), "XDG_CACHE_HOME", "relative")))
                .isEqualTo(directory.resolve(".cache").resolve(NAME));
        assertThat(of(Map.of())).isEqualTo(Path.of(System.getProperty("user.home"), ".cache", NAME));
        assertThat(remarks).isEmpty();
    }

    @Test
    void ofUserWhenTheHomeCannotBeWrittenFallsBackAndNamesTheRemedy() throws IOException {
        // Root writes to directories that nobody may write to, and below a file nobody can.
        Path file = Files.createFile(directory.resolve("home"));

        assertThat(of(Map.of("HOME", file.toString()))).isEqualTo(instead());
        assertThat(remarks)
                .singleElement()
                .asString()
                .contains(file.toString(), "-Dimage.cacheDirectory", "XDG_CACHE_HOME");
    }

    /** So Java says it of a user without an account, and {@code ?} would be a directory of the checkout. */
    @ParameterizedTest
    @ValueSource(strings = {"?", ""})
    void ofUserWhenThereIsNoHomeFallsBack(String javas) {
        String before = System.getProperty("user.home");
        try {
            System.setProperty("user.home", javas);
            assertThat(UserHome.of(Map.of())).isEmpty();
            assertThat(of(Map.of())).isEqualTo(instead());
            assertThat(remarks).singleElement().asString().contains("no home directory");
            assertThat(UserHome.of(Map.of("HOME", "/home/ada"))).contains(Path.of("/home/ada"));
        } finally {
            System.setProperty("user.home", before);
        }
    }

    private Path of(Map<String, String> variables) {
        return CacheDirectory.ofUser(variables, instead(), remarks::add);
    }

    private Path instead() {
        return directory.resolve("target/image/cache");
    }
}
