package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar or WAR repackaged by Spring Boot, unpacked to the app root: its launcher also runs unpacked, and reads the
 * order of the class path from the archive's index.
 */
final class BootPlacement implements Placement {
    private static final String INDEX_ATTRIBUTE = "Spring-Boot-Layers-Index";

    /** Default layers of Spring Boot's plugin, for a WAR without a layers index. */
    private static final List<String> LAYERS_OF_WAR = List.of(
            "- \"dependencies\":",
            "  - \"WEB-INF/lib/\"",
            "  - \"WEB-INF/lib-provided/\"",
            "- \"spring-boot-loader\":",
            "  - \"org/\"",
            "- \"application\":",
            "  - \"WEB-INF/classes/\"");

    private final Path archive;
    private final LayersIndex index;
    private final String launcher;
    private final AbsoluteUnixPath appRoot;

    private BootPlacement(Path archive, LayersIndex index, String launcher, AbsoluteUnixPath appRoot) {
        this.archive = archive;
        this.index = index;
        this.launcher = launcher;
        this.appRoot = appRoot;
    }

    static BootPlacement of(Path archive, AbsoluteUnixPath appRoot) throws IOException {
        String what = Text.quote(archive.toString());
        try (ZipFile zip = Unpacked.open(archive)) {
            Attributes attributes = Unpacked.manifest(zip);
            String launcher = attributes.getValue(Attributes.Name.MAIN_CLASS);
            if (launcher == null) {
                throw new ImageException("The manifest of " + what + " has no Main-Class. Repackage it.");
            }
            return new BootPlacement(archive, index(zip, attributes, what), launcher, appRoot);
        }
    }

    private static LayersIndex index(ZipFile zip, Attributes attributes, String what) throws IOException {
        Optional<ZipEntry> entry = indexEntry(zip, attributes);
        if (entry.isPresent()) {
            return LayersIndex.parse(lines(zip, entry.get()), what);
        }
        if (zip.getEntry("WEB-INF/") == null
                && zip.stream().noneMatch(e -> e.getName().startsWith("WEB-INF/"))) {
            throw new ImageException(what + " has no layers index of Spring Boot.");
        }
        return LayersIndex.parse(LAYERS_OF_WAR, what);
    }

    static Optional<ZipEntry> indexEntry(ZipFile zip, Attributes attributes) {
        return Optional.ofNullable(attributes.getValue(INDEX_ATTRIBUTE)).map(zip::getEntry);
    }

    private static List<String> lines(ZipFile zip, ZipEntry entry) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    @Override
    public List<LayerFiles> layers(Path workDirectory) throws IOException {
        List<LayerFiles> layers = new ArrayList<>();
        index.layers().forEach(layer -> layers.add(new LayerFiles(layer.name())));
        for (Unpacked.Entry entry : Unpacked.of(archive, workDirectory.resolve("boot"))) {
            layers.get(index.layerOf(entry.name())).add(entry.file(), appRoot.resolve(entry.name()));
        }
        return layers;
    }

    @Override
    public List<String> classPath() {
        return List.of(appRoot.toString());
    }

    /** Spring Boot's launcher starts the class named in the archive's manifest. */
    @Override
    public String mainClass(Optional<String> configured) {
        return launcher;
    }

    @Override
    public boolean holds(String mainClass) throws IOException {
        return ClassFiles.hold(mainClass, Optional.empty(), List.of(archive));
    }

    @Override
    public int javaRelease() throws IOException {
        return Math.max(
                ClassFiles.release(archive, "BOOT-INF/classes/"), ClassFiles.release(archive, "WEB-INF/classes/"));
    }
}
