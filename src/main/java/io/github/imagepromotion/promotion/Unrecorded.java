package io.github.imagepromotion.promotion;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.PromotionRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Promotions that were about to set tags and have not been recorded: who is killed in between writes the record when he
 * runs again. Only hints: they lie on the machine that promoted.
 */
final class Unrecorded {
    private static final int LARGEST = 1024 * 1024;

    private final Path directory;

    Unrecorded(Path stateDirectory) {
        this.directory = stateDirectory.resolve("unrecorded");
    }

    /** Remembers what is about to be done to a target. */
    void remember(Target target, PromotionRecord draft) throws IOException {
        AtomicFile.write(file(target), out -> out.write(Json.pretty(draft)));
    }

    /** What was about to be done to a target, and to this image. */
    Optional<PromotionRecord> find(Target target) throws IOException {
        Path file = file(target);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), PromotionRecord.class, "unrecorded promotion"))
                    .filter(draft -> draft.digest().equals(target.candidate().digest()))
                    .filter(draft ->
                            draft.environment().equals(target.environment().id()));
        } catch (ImageException e) {
            return Optional.empty();
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
