package io.github.imagepromotion.notify;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.promotion.EnvironmentChange;
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
 * Remembers promotions that were about to set tags and whose notifications are not complete: a rerun of the promotion
 * sends the missing ones, with the same keys. The file is an untrusted hint: content and receivers come from the
 * current call and its configuration, and if this call changes something, all receivers are notified whatever the file
 * says.
 */
final class Pending {
    private static final int LARGEST = 64 * 1024;

    private final Path directory;

    /**
     * A promotion whose notifications are not complete.
     *
     * @param at when it was about to set its tags
     * @param told keys of what has been sent
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

    /** {@return what is remembered of a promotion of these images to this environment} */
    Optional<Note> find(EnvironmentChange change) throws IOException {
        Path file = file(change);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), Note.class, "untold promotion"));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    void remember(EnvironmentChange change, Note note) throws IOException {
        AtomicFile.write(file(change), out -> out.write(Json.pretty(note)));
    }

    void forget(EnvironmentChange change) throws IOException {
        Files.deleteIfExists(file(change));
    }

    private Path file(EnvironmentChange change) {
        return directory.resolve(
                Digest.sha256(subject(change).getBytes(StandardCharsets.UTF_8)).hex() + ".json");
    }

    /** {@return the environment and the images, as text} */
    static String subject(EnvironmentChange change) {
        return change.images().stream()
                .map(image -> image.reference() + "@" + image.digest())
                .sorted()
                .collect(Collectors.joining("\n", change.environment().id() + "\n" + kind(change), ""));
    }

    /** A rollback is announced although the earlier promotion of the same build was. */
    private static String kind(EnvironmentChange change) {
        return change.kind() == EnvironmentChange.Kind.PROMOTION ? "" : "rollback\n";
    }
}
