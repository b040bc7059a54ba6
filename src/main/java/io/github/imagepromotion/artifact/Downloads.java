package io.github.imagepromotion.artifact;

import io.github.imagepromotion.disk.TemporaryDirectory;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A cache of downloads from Maven repositories, by their URLs, since the id of a repository does not tell where it is.
 * A cached file is compared with the repository's checksums before it is used.
 */
final class Downloads {
    private static final String INCOMING = "incoming-";
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path directory;
    private final String classifier;

    /** @param classifier classifier of archives and build records */
    Downloads(Path directory, String classifier) {
        this.directory = directory;
        this.classifier = classifier;
    }

    /** {@return a new directory for a download, on the same file system, to be removed by {@link TemporaryDirectory#delete}} */
    Path incoming() throws IOException {
        Files.createDirectories(directory);
        discardAbandoned(directory);
        return Files.createDirectory(directory.resolve(INCOMING + UUID.randomUUID()));
    }

    /** {@return the file for an archive of an exact version from a repository} */
    Path archive(String url, Coordinates exact) {
        return file(url, exact, classifier + ".tar");
    }

    /** {@return the file for its build record} */
    Path record(String url, Coordinates exact) {
        return file(url, exact, classifier + ".json");
    }

    /** {@return the file for the lock of a release} */
    Path lock(String url, Coordinates exact) {
        return file(url, exact, "release.json");
    }

    /** {@return whether both files exist} */
    boolean holds(String url, Coordinates exact) {
        return Files.isRegularFile(archive(url, exact)) && Files.isRegularFile(record(url, exact));
    }

    /** {@return the newest downloaded build of a version} */
    Optional<Coordinates> newest(String url, Coordinates coordinates) throws IOException {
        return newest(url, coordinates, exact -> holds(url, exact));
    }

    /** {@return the newest downloaded release of a version} */
    Optional<Coordinates> newestRelease(String url, Coordinates coordinates) throws IOException {
        return newest(url, coordinates, exact -> Files.isRegularFile(lock(url, exact)));
    }

    /** {@return for a {@code -SNAPSHOT}, the version with the highest time stamp and build number} */
    private Optional<Coordinates> newest(String url, Coordinates coordinates, Predicate<Coordinates> held)
            throws IOException {
        Path versions = versions(url, coordinates);
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.flatMap(
                            version -> Coordinates.parse(coordinates.project() + ":" + version.getFileName()).stream())
                    .filter(exact -> exact.version().equals(coordinates.version())
                            || exact.baseVersion().equals(coordinates.version()))
                    .filter(held)
                    .max(Comparator.comparing(Downloads::timestamp).thenComparing(Downloads::number));
        }
    }

    /** Moves two files of {@link #incoming} into the cache; processes that have older ones open can still read them. */
    void keep(String url, Coordinates exact, Path archive, Path record) throws IOException {
        Files.createDirectories(archive(url, exact).getParent());
        Files.move(archive, archive(url, exact), StandardCopyOption.REPLACE_EXISTING);
        Files.move(record, record(url, exact), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Stores a lock, replacing an older one. */
    void keep(String url, Coordinates exact, Path lock) throws IOException {
        Files.createDirectories(lock(url, exact).getParent());
        Files.move(lock, lock(url, exact), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes directories of killed processes. */
    private static synchronized void discardAbandoned(Path directory) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.list(directory)) {
            found = all.filter(path -> path.getFileName().toString().startsWith(INCOMING))
                    .toList();
        }
        Instant due = Instant.now().minus(ABANDONED);
        for (Path path : found) {
            try {
                if (Files.getLastModifiedTime(path).toInstant().isBefore(due)) {
                    TemporaryDirectory.delete(path);
                }
            } catch (NoSuchFileException | UncheckedIOException e) {
                // Another call has ended and removed its own, or removes this one, too.
            }
        }
    }

    private Path file(String url, Coordinates exact, String name) {
        return versions(url, exact)
                .resolve(exact.version())
                .resolve(exact.artifactId() + "-" + exact.version() + "-" + name);
    }

    private Path versions(String url, Coordinates coordinates) {
        return directory
                .resolve(Digest.sha256(url.getBytes(StandardCharsets.UTF_8)).abbreviated())
                .resolve(coordinates.groupId())
                .resolve(coordinates.artifactId());
    }

    /** {@return {@code 20261126.071234} of {@code 1.0-20261126.071234-5}} */
    private static String timestamp(Coordinates exact) {
        String[] parts = exact.version().split("-");
        return parts.length < 3 ? "" : parts[parts.length - 2];
    }

    private static int number(Coordinates exact) {
        String last = exact.version().substring(exact.version().lastIndexOf('-') + 1);
        return last.matches("\\d{1,9}") ? Integer.parseInt(last) : 0;
    }
}
