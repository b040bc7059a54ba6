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
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar that Spring Boot repackaged, unpacked to the app root: its launcher runs it in that form, too, and reads the
 * order of the class path from the jar's own index.
 */
final class BootPlacement implements Placement {
    private static final String INDEX_ATTRIBUTE = "Spring-Boot-Layers-Index";
    private static final String MARK = "BOOT-INF/";

    private final Path jar;
    private final LayersIndex index;
    private final String launcher;
    private final AbsoluteUnixPath appRoot;

    private BootPlacement(Path jar, LayersIndex index, String launcher, AbsoluteUnixPath appRoot) {
        this.jar = jar;
        this.index = index;
        this.launcher = launcher;
        this.appRoot = appRoot;
    }

    static BootPlacement of(Path jar, AbsoluteUnixPath appRoot) throws IOException {
        String what = Text.quote(jar.toString());
        try (ZipFile zip = Unpacked.open(jar)) {
            Attributes attributes = attributes(zip);
            ZipEntry entry = indexEntry(zip, attributes)
                    .orElseThrow(() -> new ImageException(what + " has no layers index of Spring Boot."));
            LayersIndex index = LayersIndex.parse(lines(zip, entry), what);
            String launcher = attributes.getValue(Attributes.Name.MAIN_CLASS);
            if (launcher == null) {
                throw new ImageException("The manifest of " + what + " has no Main-Class. Repackage the jar.");
            }
            return new BootPlacement(jar, index, launcher, appRoot);
        }
    }

    static BootJars.Form form(Path jar) throws IOException {
        try (ZipFile zip = Unpacked.open(jar)) {
            if (zip.getEntry(MARK) == null
                    && zip.stream().noneMatch(e -> e.getName().startsWith(MARK))) {
                return BootJars.Form.PLAIN;
            }
            return indexEntry(zip, attributes(zip)).isPresent() ? BootJars.Form.LAYERED : BootJars.Form.UNLAYERED;
        }
    }

    private static Attributes attributes(ZipFile zip) throws IOException {
        ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
        return manifest == null ? new Attributes() : new Manifest(zip.getInputStream(manifest)).getMainAttributes();
    }

    private static Optional<ZipEntry> indexEntry(ZipFile zip, Attributes attributes) {
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
        for (Unpacked.Entry entry : Unpacked.of(jar, workDirectory.resolve("boot"))) {
            layers.get(index.layerOf(entry.name())).add(entry.file(), appRoot.resolve(entry.name()));
        }
        return layers;
    }

    @Override
    public List<String> classPath() {
        return List.of(appRoot.toString());
    }

    /** Spring Boot's launcher starts the class that the jar's manifest names. */
    @Override
    public String mainClass(Optional<String> configured) {
        return launcher;
    }

    @Override
    public boolean holds(String mainClass) throws IOException {
        return ClassFiles.hold(mainClass, Optional.empty(), List.of(jar));
    }

    @Override
    public int javaRelease() throws IOException {
        return ClassFiles.release(jar, MARK + "classes/");
    }
}
