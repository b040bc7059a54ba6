package io.github.imagepromotion.artifact;

import io.github.imagepromotion.artifact.FoundArtifact.ArtifactReason;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file share with build artifacts at {@code <drop>/<groupId>/<artifactId>/<buildId>/}, which never change. */
public final class Drop {
    private final Path directory;

    /** @param directory directory of the share */
    public Drop(Path directory) {
        this.directory = directory;
    }

    /**
     * Copies a build's files atomically. Publishing the same bytes again is allowed.
     *
     * @param coordinates coordinates of the project
     * @param buildId BuildId of the build
     * @param files archive and build record
     * @return the directory with the files
     * @throws ImageException if it already has other bytes for that BuildId
     * @throws IOException if the share cannot be written
     */
    public Path publish(Coordinates coordinates, BuildId buildId, List<Path> files) throws IOException {
        Path home = directory.resolve(coordinates.groupId()).resolve(coordinates.artifactId());
        Path target = home.resolve(buildId.value());
        if (Files.exists(target)) {
            refuseOther(target, files);
            return target;
        }
        Files.createDirectories(home);
        // A temporary directory of the JDK would be readable by its owner only.
        Path temporary = Files.createDirectory(home.resolve(".incoming-" + UUID.randomUUID()));
        try {
            for (Path file : files) {
                Files.copy(file, temporary.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
            moveWhole(temporary, target, files);
        } finally {
            delete(temporary);
        }
        return target;
    }

    /**
     * @param project {@code groupId:artifactId}, or empty to search all projects
     * @param buildId BuildId of the build
     * @return its artifacts; several if the build had several modules and no project is given
     * @throws ImageException if there is none
     * @throws IOException if the share cannot be read
     */
    public List<FoundArtifact> find(String project, BuildId buildId) throws IOException {
        List<FoundArtifact> found;
        try (Stream<Path> builds = Files.walk(existing(), 3)) {
            found = builds.filter(Files::isDirectory)
                    .filter(build -> directory.relativize(build).getNameCount() == 3)
                    .filter(build -> String.valueOf(build.getFileName()).equals(buildId.value()))
                    .filter(build -> project.isEmpty() || projectOf(build).equals(project))
                    .sorted()
                    .flatMap(build -> archives(build, buildId))
                    .toList();
        }
        if (found.isEmpty()) {
            throw new ImageException(Message.of("The drop " + Text.quote(directory.toString()) + " holds no artifact"
                            + (project.isEmpty() ? "" : " of '" + project + "'") + " for the BuildId '" + buildId
                            + "'.")
                    .because(ArtifactReason.NOT_IN_DROP));
        }
        return found;
    }

    private Path existing() {
        if (!Files.isDirectory(directory)) {
            throw new ImageException(Message.of("The drop " + Text.quote(directory.toString()) + " is not a directory.")
                    .because(ArtifactReason.NO_DROP));
        }
        return directory;
    }

    private String projectOf(Path build) {
        Path relative = directory.relativize(build);
        return relative.getName(0) + ":" + relative.getName(1);
    }

    /** Directory names are untrusted; the archive's content tells which build it is. */
    private Stream<FoundArtifact> archives(Path build, BuildId buildId) {
        Requested asked = Requested.ANYTHING.withProject(projectOf(build)).withBuildId(buildId);
        try (Stream<Path> files = Files.list(build)) {
            return files
                    .filter(file -> file.getFileName().toString().endsWith(".tar"))
                    .map(file ->
                            new FoundArtifact(file, FoundArtifact.file(file).record(), "drop " + build, asked))
                    .sorted((one, other) -> one.archive().compareTo(other.archive()))
                    .collect(Collectors.toList())
                    .stream();
        } catch (IOException e) {
            throw new ImageException(
                    Message.of("Cannot read the drop " + Text.quote(build.toString()) + ": "
                                    + Text.printable(String.valueOf(e.getMessage())) + ".")
                            .because(ArtifactReason.DROP_UNREADABLE),
                    e);
        }
    }

    /** Another process may have published the same BuildId first; then the bytes are compared. */
    private static void moveWhole(Path temporary, Path target, List<Path> files) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            refuseOther(target, files);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            refuseOther(target, files);
        }
    }

    private static void refuseOther(Path target, List<Path> files) throws IOException {
        for (Path file : files) {
            Path there = target.resolve(file.getFileName());
            if (!Files.isRegularFile(there) || Files.mismatch(there, file) != -1) {
                throw new ImageException(Message.of("The drop already holds other bytes for this BuildId: "
                                + Text.quote(there.toString())
                                + " is not '" + file + "'.")
                        .because(ArtifactReason.DROP_HOLDS_OTHER));
            }
        }
    }

    private static void delete(Path temporary) throws IOException {
        if (Files.exists(temporary)) {
            try (Stream<Path> files = Files.list(temporary)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(temporary);
        }
    }
}
