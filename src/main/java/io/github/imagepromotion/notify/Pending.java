package io.github.imagepromotion.notify;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.promotion.PromotionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Promotions that were about to set tags and have not been told to everyone: who runs the same promotion again tells the
 * rest, under the same keys. Only hints, that anyone may have put there: what is told, and to whom, comes from the call and
 * its configuration, and where this call changes something, it tells everyone, whatever a hint says.
 */
final class Pending {
    private static final int LARGEST = 64 * 1024;

    private final Path directory;

    /**
     * A promotion that is being told.
     *
     * @param at when it was about to set its tags
     * @param told what has been done of it, by keys
     */
    record Note(Instant at, List<String> told) {
        Note {
            told = List.copyOf(told);
        }

        Note with(String key) {
            List<String> more = new ArrayList<>(told);
            more.add(key);
            return new Note(at, more);
        }
    }

    Pending(Path stateDirectory) {
        this.directory = stateDirectory.resolve("untold");
    }

    /** @return what is remembered of a promotion of these images to this environment */
    Optional<Note> find(PromotionEvent promotionEvent) throws IOException {
        Path file = file(promotionEvent);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), Note.class, "untold promotion"));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    void remember(PromotionEvent promotionEvent, Note note) throws IOException {
        AtomicFile.write(file(promotionEvent), out -> out.write(Json.pretty(note)));
    }

    void forget(PromotionEvent promotionEvent) throws IOException {
        Files.deleteIfExists(file(promotionEvent));
    }

    private Path file(PromotionEvent promotionEvent) {
        return directory.resolve(Digest.sha256(subject(promotionEvent).getBytes(StandardCharsets.UTF_8))
                        .hex() + ".json");
    }

    /** @return the environment and the images, in words */
    static String subject(PromotionEvent promotionEvent) {
        return promotionEvent.images().stream()
                .map(image -> image.reference() + "@" + image.digest())
                .sorted()
                .collect(Collectors.joining("\n", promotionEvent.environment().id() + "\n" + kind(promotionEvent), ""));
    }

    /** A build that comes back is told, although its promotion was. */
    private static String kind(PromotionEvent promotionEvent) {
        return promotionEvent.kind() == PromotionEvent.Kind.PROMOTION ? "" : "rollback\n";
    }
}
