package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.imagepromotion.build.inputs.InputHash;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
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
 * The application's layers of a module, kept from build to build by what is in them, so that only those that changed are
 * built and compressed. Jib's own cache goes by the times of files, which say nothing of a file that was unpacked from an
 * archive; it is not used.
 */
final class LayerStore {
    private static final int BUILDS_AT_ONCE = 2;
    private static final String ENDING = ".tar";

    private final Path directory;
    private final SourceFiles sources;
    private final Consumer<String> progress;

    /**
     * @param workDirectory of the module
     * @param sources what the files are
     * @param progress told what takes time
     */
    LayerStore(Path workDirectory, SourceFiles sources, Consumer<String> progress) {
        this.directory = workDirectory.resolve("layers");
        this.sources = sources;
        this.progress = progress;
    }

    /**
     * @param tar that holds the layer, or will
     * @param layer what is in it
     */
    record Planned(Path tar, FileEntriesLayer layer) {}

    /**
     * @param plan the layers, none of them empty
     * @return the layers, from the base up; the caller closes them
     * @throws ImageException if a file changes meanwhile
     */
    StoredLayers take(List<FileEntriesLayer> plan) throws IOException {
        List<Planned> layers = new ArrayList<>();
        for (FileEntriesLayer layer : plan) {
            layers.add(new Planned(directory.resolve(key(layer).hex() + ENDING), layer));
        }
        build(layers);
        sources.remember();
        StoredLayers stored = open(layers);
        evictAllBut(layers.stream().map(Planned::tar).collect(Collectors.toSet()));
        return stored;
    }

    /** What was damaged meanwhile is built again. */
    private StoredLayers open(List<Planned> layers) throws IOException {
        try {
            return StoredLayers.open(layers);
        } catch (ImageException e) {
            evictAllBut(Set.of());
            build(layers);
            return StoredLayers.open(layers);
        }
    }

    private void build(List<Planned> layers) throws IOException {
        Map<Path, FileEntriesLayer> missing = new LinkedHashMap<>();
        layers.stream()
                .filter(layer -> !Files.isRegularFile(layer.tar()))
                .forEach(layer -> missing.putIfAbsent(layer.tar(), layer.layer()));
        if (missing.isEmpty()) {
            return;
        }
        progress.accept("Building the layers of the application: "
                + missing.values().stream().map(FileEntriesLayer::getName).collect(Collectors.joining(", ")));
        Files.createDirectories(directory);
        Parallel.forEach(missing.entrySet(), BUILDS_AT_ONCE, layer -> {
            try (JibLayer built = JibLayer.write(layer.getValue(), directory, progress)) {
                checkUntouched(layer.getValue());
                built.keepAs(layer.getKey());
            }
        });
    }

    /** A layer that held other content than its name says would be wrong in every build to come. */
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

    private void evictAllBut(Set<Path> used) throws IOException {
        List<Path> unused = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(ENDING) && !used.contains(file))
                    .forEach(unused::add);
        }
        for (Path file : unused) {
            Files.deleteIfExists(file);
        }
    }
}
