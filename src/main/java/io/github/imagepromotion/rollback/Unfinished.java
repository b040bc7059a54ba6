package io.github.imagepromotion.rollback;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A rollback that has begun: whoever is killed while tags move goes on to the same builds when he runs again, and not one
 * build further back. Only a hint: it lies on the machine that ran, and counts as long as nobody else moved the tags.
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

    private record Aim(String repository, Digest from, BuildId to, Digest digest) {}

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

    /** Which build the repository was on its way to, if it is still where it was or there already. */
    Optional<BuildId> to(String repository, Digest now) {
        return aim(repository)
                .filter(aim -> aim.from().equals(now) || aim.digest().equals(now))
                .map(Aim::to);
    }

    /** Whether the repository's tags were about to move to the build, and no record says so yet. */
    boolean isOnItsWay(Step step) {
        return aim(step.repository().displayName())
                .filter(aim -> aim.to().equals(step.build().buildId())
                        && aim.digest().equals(step.build().digest()))
                .isPresent();
    }

    private Optional<Aim> aim(String repository) {
        return intent.aims().stream()
                .filter(aim -> aim.repository().equals(repository))
                .findFirst();
    }

    void remember(Plan plan) throws IOException {
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
