package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A layer as jib-core writes it: on nothing, without a network, into an OCI layout in a tar. Each has a directory of its
 * own while it is made, because jib's caches cannot be shared by several class loaders.
 */
final class JibLayer implements Closeable {
    /** Both end up in the config that jib writes and nobody reads; fixed, so that jib's tar is the same anywhere. */
    private static final String TOOL = "image-promotion-maven-plugin";

    private static final String TOOL_VERSION = "0";

    private final Path directory;

    private JibLayer(Path directory) {
        this.directory = directory;
    }

    /**
     * @param layer not empty
     * @param parent directory in which it is made
     * @param progress told what jib warns of
     * @return the layer; the caller keeps and closes it
     */
    static JibLayer write(FileEntriesLayer layer, Path parent, Consumer<String> progress) throws IOException {
        JibLayer made = new JibLayer(Files.createTempDirectory(parent, "jib-"));
        try {
            made.containerize(layer, progress);
            return made;
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** @param target that the tar becomes, whole or not at all */
    void keepAs(Path target) throws IOException {
        Files.move(tar(), target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Path tar() {
        return directory.resolve("layer.tar");
    }

    private void containerize(FileEntriesLayer layer, Consumer<String> progress) throws IOException {
        try {
            Containerizer containerizer = Containerizer.to(TarImage.at(tar()).named("application"))
                    .setApplicationLayersCache(directory.resolve("cache"))
                    .setBaseImageLayersCache(directory.resolve("cache"))
                    .setOfflineMode(true)
                    .setToolName(TOOL)
                    .setToolVersion(TOOL_VERSION)
                    .addEventHandler(LogEvent.class, event -> forward(event, progress));
            Jib.fromScratch()
                    .setFormat(ImageFormat.OCI)
                    .setFileEntriesLayers(List.of(layer))
                    .containerize(containerizer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the application's layers were built");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InvalidImageReferenceException | RegistryException | CacheDirectoryCreationException e) {
            throw new IOException("jib cannot build the application's layers: " + e.getMessage(), e);
        }
    }

    private static void forward(LogEvent event, Consumer<String> progress) {
        switch (event.getLevel()) {
            case ERROR, WARN -> progress.accept(event.getMessage());
            default -> {}
        }
    }
}
