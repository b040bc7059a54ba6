package io.github.imagepromotion.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can write to the state directory must not have status show anything. */
class RememberedContentTest {
    @TempDir
    private Path directory;

    private final ImageManifest manifest = manifest("one");

    private static ImageManifest manifest(String note) {
        return ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, new byte[] {'{', '}'}), List.of(), Map.of("note", note));
    }

    @Test
    void manifestWhenItWasKeptIsThere() {
        RememberedContent content = new RememberedContent(directory);
        content.keep(manifest.descriptor().digest(), manifest.bytes());

        assertThat(content.manifest(manifest.descriptor().digest())).isPresent();
    }

    @Test
    void manifestWhenItsFileWasReplacedIsNotThere() throws IOException {
        RememberedContent content = new RememberedContent(directory);
        content.keep(manifest.descriptor().digest(), manifest.bytes());
        Path file = directory
                .resolve("sha256")
                .resolve(manifest.descriptor().digest().hex());
        Files.write(file, manifest("two").bytes());

        assertThat(content.manifest(manifest.descriptor().digest())).isEmpty();
        assertThat(content.find(manifest.descriptor().digest())).isEmpty();
    }
}
