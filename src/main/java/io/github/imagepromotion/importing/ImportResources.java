package io.github.imagepromotion.importing;

import io.github.imagepromotion.build.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Open sources and temporary files of an import. Not thread-safe. */
final class ImportResources implements Closeable {
    private final Deque<Closeable> open = new ArrayDeque<>();
    private Optional<Path> directory = Optional.empty();

    /** {@return its argument, which is closed with this} */
    <T extends Closeable> T add(T place) {
        open.push(place);
        return place;
    }

    /** {@return a new directory, which is deleted with this} */
    Path directory(Workspace workspace) throws IOException {
        if (directory.isEmpty()) {
            Files.createDirectories(workspace.workDirectory());
            Path made = Files.createTempDirectory(workspace.workDirectory(), "import-");
            directory = Optional.of(made);
            // Runs last, when all files in it are closed.
            open.addLast(() -> delete(made));
        }
        return directory.get();
    }

    /** {@return its argument, after closing this} */
    <E extends Exception> E closedAfter(E failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.delete(directory);
    }
}
