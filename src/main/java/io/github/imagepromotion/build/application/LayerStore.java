package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.imagepromotion.build.application.BuiltApplication.ApplicationLayer;
import io.github.imagepromotion.build.blobs.KnownBlobs;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.InputHash;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the application's layers of a module between builds by their content, so that only changed ones are built and
 * compressed.
 */
final class LayerStore {
    private static final int BUILDS_AT_ONCE = 2;

    private final Path directory;
    private final SourceFiles sources;
    private final Consumer<String> progress;

    /**
     * @param workDirectory directory of the module
     * @param sources hashes of source files
     * @param progress receives lines about steps that take time
     */
    LayerStore(Path workDirectory, SourceFiles sources, Consumer<String> progress) {
        this.directory = workDirectory.resolve("layers");
        this.sources = sources;
        this.progress = progress;
    }

    /**
     * @param plan layers, none of them empty
     * @return the layers, from the base up
     * @throws ImageException if a file changes meanwhile
     */
    Stored take(List<FileEntriesLayer> plan) throws IOException {
        List<KeptLayer> kept = new ArrayList<>();
        for (FileEntriesLayer layer : plan) {
            kept.add(KeptLayer.of(directory, key(layer), layer));
        }
        Files.createDirectories(directory);
        build(missing(kept));
        sources.remember();
        evictAllBut(kept);
        return stored(kept);
    }

    /** Without duplicates: two layers of the plan may have the same content. */
    private static Map<Path, KeptLayer> missing(List<KeptLayer> kept) throws IOException {
        Map<Path, KeptLayer> missing = new LinkedHashMap<>();
        for (KeptLayer layer : kept) {
            if (layer.read().isEmpty()) {
                missing.putIfAbsent(layer.file(), layer);
            }
        }
        return missing;
    }

    private void build(Map<Path, KeptLayer> missing) throws IOException {
        if (missing.isEmpty()) {
            return;
        }
        progress.accept("Building the layers of the application: "
                + missing.values().stream()
                        .map(layer -> layer.content().getName())
                        .collect(Collectors.joining(", ")));
        Parallel.forEach(missing.values(), BUILDS_AT_ONCE, layer -> {
            ApplicationLayer built = JibLayer.write(layer.content(), layer.file());
            checkUntouched(layer.content());
            layer.remember(built);
        });
    }

    private static Stored stored(List<KeptLayer> kept) throws IOException {
        List<ApplicationLayer> layers = new ArrayList<>();
        KnownBlobs blobs = new KnownBlobs();
        for (KeptLayer place : kept) {
            ApplicationLayer layer = place.read()
                    .orElseThrow(() -> new ImageException(
                            "The layer " + Text.quote(place.file().toString())
                                    + " was removed while the image was built. Run the same command again."));
            layers.add(layer);
            blobs.add(layer.blob(), place);
        }
        return new Stored(layers, blobs);
    }

    /** A layer with other content than its name says would be wrong in all later builds. */
    private void checkUntouched(FileEntriesLayer layer) throws IOException {
        for (FileEntry entry : layer.getEntries()) {
            if (Files.isRegularFile(entry.getSourceFile())) {
                sources.checkUntouched(entry.getSourceFile());
            }
        }
    }

    private Digest key(FileEntriesLayer layer) throws IOException {
        InputHash hash = new InputHash();
        for (FileEntry entry : layer.getEntries()) {
            Path file = entry.getSourceFile();
            hash.add(
                    "entry",
                    entry.getExtractionPath(),
                    entry.getPermissions().toOctalString(),
                    entry.getModificationTime(),
                    entry.getOwnership(),
                    Files.isRegularFile(file) ? sources.content(file) : "directory");
        }
        return hash.finish();
    }

    private void evictAllBut(List<KeptLayer> used) throws IOException {
        Set<Path> kept = used.stream()
                .flatMap(layer -> Stream.of(layer.file(), layer.facts()))
                .collect(Collectors.toSet());
        List<Path> unused;
        try (Stream<Path> files = Files.list(directory)) {
            unused = files.filter(file -> !kept.contains(file) && Files.isRegularFile(file))
                    .toList();
        }
        for (Path file : unused) {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Layers of the application.
     *
     * @param layers layers from the base up
     * @param blobs serves them
     */
    record Stored(List<ApplicationLayer> layers, BlobSource blobs) {
        Stored {
            layers = List.copyOf(layers);
        }
    }
}
