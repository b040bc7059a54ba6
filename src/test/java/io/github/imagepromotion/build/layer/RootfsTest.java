package io.github.imagepromotion.build.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class RootfsTest {
    private static Rootfs with(List<String> names) throws IOException {
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(layer)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (String name : names) {
                tar.putArchiveEntry(new TarArchiveEntry(name));
                tar.closeArchiveEntry();
            }
        }
        Rootfs files = new Rootfs();
        files.add(new ByteArrayInputStream(layer.toByteArray()), new ExpansionLimit(Long.MAX_VALUE));
        return files;
    }

    @Test
    void addWhenAPathIsDeepHasItsDirectories() throws IOException {
        String deep = "d" + "/a".repeat(2_000);
        assertThat(with(List.of(deep)).isDirectory("d/a/a")).isTrue();
    }

    /** One path of 4 kB stands for 2,000 directories of 2 kB each: a small layer would fill any memory. */
    @Test
    void addWhenThereAreManyDeepPathsIsRefused() {
        List<String> names =
                IntStream.range(0, 50).mapToObj(i -> i + "/a".repeat(2_000)).toList();
        assertThatThrownBy(() -> with(names))
                .isInstanceOf(IOException.class)
                .hasMessage("its paths have more than 67108864 characters together");
    }

    @Test
    void addWhenAPathIsLongerThanLinuxHasItIsRefused() {
        assertThatThrownBy(() -> with(List.of("x".repeat(4_097))))
                .isInstanceOf(IOException.class)
                .hasMessage("it has a path of more than 4096 characters");
    }
}
