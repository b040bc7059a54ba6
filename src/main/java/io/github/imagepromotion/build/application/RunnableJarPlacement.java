package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.zip.ZipFile;

/** A jar for {@code java -jar}, with the files that its manifest names. */
record RunnableJarPlacement(Contents.RunnableJar contents, AbsoluteUnixPath appRoot) implements Placement {

    @Override
    public List<LayerFiles> layers(Path workDirectory) throws IOException {
        List<LayerFiles> layers = new ArrayList<>();
        for (Path part : contents.parts()) {
            LayerFiles layer = new LayerFiles(part.getFileName().toString());
            files(part).forEach(file -> layer.add(file, inImage(file)));
            layers.add(layer);
        }
        return layers;
    }

    @Override
    public List<String> classPath() {
        return List.of(inImage(contents.jar()).toString());
    }

    @Override
    public String mainClass(Optional<String> configured) throws IOException {
        Optional<String> ofManifest = mainClassOfManifest();
        return MainClass.resolve(configured.or(() -> ofManifest), contents.classes());
    }

    @Override
    public Optional<String> jar(String mainClass) throws IOException {
        return mainClassOfManifest().filter(mainClass::equals).map(same -> inImage(contents.jar())
                .toString());
    }

    @Override
    public boolean holds(String mainClass) throws IOException {
        return ClassFiles.hold(mainClass, Optional.empty(), jars(contents.parts()));
    }

    /** Only the project's own classes: libraries may contain classes for several Java releases. */
    @Override
    public int javaRelease() throws IOException {
        int release = 0;
        for (Path jar : jars(
                contents.parts().stream().filter(part -> !part.endsWith("lib")).toList())) {
            release = Math.max(release, ClassFiles.release(jar, ""));
        }
        return release;
    }

    private static List<Path> jars(List<Path> parts) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path part : parts) {
            jars.addAll(files(part).stream()
                    .filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .toList());
        }
        return jars;
    }

    private static List<Path> files(Path part) throws IOException {
        return Files.isDirectory(part) ? FileTree.of(part).files(file -> true) : List.of(part);
    }

    private Optional<String> mainClassOfManifest() throws IOException {
        try (ZipFile zip = Unpacked.open(contents.jar())) {
            return Optional.ofNullable(Unpacked.manifest(zip).getValue(Attributes.Name.MAIN_CLASS))
                    .map(String::trim);
        }
    }

    private AbsoluteUnixPath inImage(Path file) {
        return appRoot.resolve(contents.jar().resolveSibling("").relativize(file));
    }
}
