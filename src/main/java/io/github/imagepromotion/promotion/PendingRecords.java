package io.github.imagepromotion.promotion;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Remembers promotions that were about to set tags and are not recorded yet, so that a rerun after a killed process
 * writes the record. The files are untrusted hints: none of their content is recorded.
 */
final class PendingRecords {
    private static final int LARGEST = 64 * 1024;

    private final Path directory;

    PendingRecords(Path stateDirectory) {
        this.directory = stateDirectory.resolve("unrecorded");
    }

    private record Hint(String target, Digest digest) {}

    /** Remembers that something is about to be done to a target. */
    void remember(Target target) throws IOException {
        Hint hint = new Hint(target.name(), target.candidate().digest());
        AtomicFile.write(file(target), out -> out.write(Json.pretty(hint)));
    }

    /** Whether a former call was about to promote this image to the target, and may not have recorded it. */
    boolean has(Target target) throws IOException {
        Path file = file(target);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return false;
        }
        try {
            return Json.read(Files.readAllBytes(file), Hint.class, "unrecorded promotion")
                    .digest()
                    .equals(target.candidate().digest());
        } catch (ImageException e) {
            return false;
        }
    }

    void forget(Target target) throws IOException {
        Files.deleteIfExists(file(target));
    }

    private Path file(Target target) {
        String name = target.environment().id() + " " + target.name();
        return directory.resolve(
                Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex() + ".json");
    }
}
