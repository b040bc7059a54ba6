package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a layer: where they are in the image, and where they are here. */
final class LayerFiles {
    private final String name;
    private final Map<AbsoluteUnixPath, Path> files = new LinkedHashMap<>();

    /** @param name as jib names it */
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
