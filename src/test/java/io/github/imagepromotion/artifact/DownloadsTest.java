package io.github.imagepromotion.artifact;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.imagepromotion.disk.TemporaryDirectory;
import io.github.imagepromotion.image.Parallel;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
    @TempDir
    private Path directory;

    /** Each looks at the directories of all, to find those of killed processes. */
    @Test
    void incomingWhenOthersEndMeanwhileIsMade() {
        Downloads downloads = new Downloads(directory, "image");

        assertThatCode(() -> Parallel.forEach(
                        Collections.nCopies(2000, downloads), 8, each -> TemporaryDirectory.delete(each.incoming())))
                .doesNotThrowAnyException();
    }
}
