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

/** What an import keeps open, and its temporary files. Used by one thread. */
final class ImportResources implements Closeable {
    private final Deque<Closeable> open = new ArrayDeque<>();
    private Optional<Path> directory = Optional.empty();

    /** {@return the same, closed with this} */
    <T extends Closeable> T add(T place) {
        open.push(place);
        return place;
    }

    /** {@return a directory that goes with this} */
    Path directory(Workspace workspace) throws IOException {
        if (directory.isEmpty()) {
            Files.createDirectories(workspace.workDirectory());
            Path made = Files.createTempDirectory(workspace.workDirectory(), "import-");
            directory = Optional.of(made);
            // Last, when nothing holds a file in it open any more.
            open.addLast(() -> delete(made));
        }
        return directory.get();
    }

    /** {@return the same, when all is closed} */
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
