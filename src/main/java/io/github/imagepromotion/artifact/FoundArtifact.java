package io.github.imagepromotion.artifact;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A build artifact that was found.
 *
 * @param archive the image archive
 * @param record the build record, if it lies beside it
 * @param origin where they came from, for people
 */
public record FoundArtifact(Path archive, Optional<Path> record, String origin) {
    private static final String ARCHIVE_ENDING = ".tar";

    /**
     * @param archive a file that someone names
     * @return it, with the build record {@code <same name>.json} if there is one
     */
    public static FoundArtifact file(Path archive) {
        String name = String.valueOf(archive.getFileName());
        Optional<Path> record = Optional.of(name)
                .filter(file -> file.endsWith(ARCHIVE_ENDING))
                .map(file ->
                        archive.resolveSibling(file.substring(0, file.length() - ARCHIVE_ENDING.length()) + ".json"))
                .filter(Files::isRegularFile);
        return new FoundArtifact(archive, record, "file " + archive);
    }
}
