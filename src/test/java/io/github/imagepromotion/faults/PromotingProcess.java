package io.github.imagepromotion.faults;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A process that promotes the archives of a directory, to be killed. */
public final class PromotingProcess {
    static final long CHUNK = 64 * 1024;
    private static final int PARALLELISM = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private PromotingProcess() {}

    /** @param args address of the registry, directory of the archives, directory for the state of uploads */
    public static void main(String[] args) throws IOException {
        List<Candidate> candidates = candidates(Path.of(args[1]), environments(args[0]));
        Attempt attempt = Attempt.of(
                candidates,
                List.of("dev"),
                new Attempt.Manner(CHUNK, PARALLELISM, PATIENCE, Optional.of(Path.of(args[2]))));
        attempt.failure().ifPresent(failure -> System.err.println(failure));
        System.exit(attempt.failure().isPresent() ? 1 : 0);
    }

    static Environments environments(String url) {
        return new Environments(List.of(
                TestEnvironments.of("dev", List.of(RegistryAddress.of(url)), List.of(Tag.of("latest")), List.of())));
    }

    static List<Candidate> candidates(Path directory, Environments environments) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".tar"))
                    .sorted()
                    .toList()) {
                candidates.add(new Candidate(ImageArchive.open(file), "a test", environments));
            }
        }
        return candidates;
    }
}
