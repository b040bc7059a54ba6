package io.github.imagepromotion.rollback;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.rollback.RollbackPlanner.RollbackPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Remembers a rollback that has begun, so that a call after a killed one continues to the same builds instead of going
 * back one further. The file is an untrusted hint: it counts only where the registry shows an unrecorded rollback
 * ({@link RollbackPlanner}).
 */
final class Unfinished {
    private static final int LARGEST = 1024 * 1024;

    private final Path file;
    private final Intent intent;

    private Unfinished(Path file, Intent intent) {
        this.file = file;
        this.intent = intent;
    }

    private record Intent(List<Aim> aims) {
        Intent {
            aims = List.copyOf(aims);
        }
    }

    /** The image that a repository is rolled back from, and the build that it is rolled back to. */
    record Aim(String repository, Digest from, BuildId to, Digest digest) {}

    static Unfinished read(Path stateDirectory, String environment) throws IOException {
        Path file = stateDirectory.resolve("rollback").resolve(environment + ".json");
        return new Unfinished(file, read(file).orElse(new Intent(List.of())));
    }

    private static Optional<Intent> read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), Intent.class, "unfinished rollback"));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /** {@return the interrupted rollback of a repository} */
    Optional<Aim> aim(String repository) {
        return intent.aims().stream()
                .filter(aim -> aim.repository().equals(repository))
                .findFirst();
    }

    void remember(RollbackPlan plan) throws IOException {
        List<Aim> aims = plan.steps().stream()
                .flatMap(step -> step.from().stream()
                        .map(from -> new Aim(
                                step.repository().displayName(),
                                aim(step.repository().displayName())
                                        .map(Aim::from)
                                        .orElse(from),
                                step.build().buildId(),
                                step.build().digest())))
                .toList();
        AtomicFile.write(file, out -> out.write(Json.pretty(new Intent(aims))));
    }

    void forget() throws IOException {
        Files.deleteIfExists(file);
    }
}
