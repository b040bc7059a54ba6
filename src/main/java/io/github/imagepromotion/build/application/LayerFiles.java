package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a layer, with their paths in the image. */
final class LayerFiles {
    private final String name;
    private final Map<AbsoluteUnixPath, Path> files = new LinkedHashMap<>();

    /** @param name jib's name of the layer */
    LayerFiles(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Map<AbsoluteUnixPath, Path> files() {
        return files;
    }

    LayerFiles add(Path file, AbsoluteUnixPath path) {
        files.put(path, file);
        return this;
    }
}
