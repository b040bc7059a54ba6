package io.github.imagepromotion.build.application;

import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.image.InputHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The inputs of an image's application layers: contents, not paths or times. */
final class ApplicationInputs {
    private final SourceFiles sources;
    private final InputHash hash;

    ApplicationInputs(SourceFiles sources, InputHash hash) {
        this.sources = sources;
        this.hash = hash;
    }

    void add(Application application, ContainerSettings settings) throws IOException {
        add(application.contents());
        for (ExtraDirectory extra : application.extraDirectories()) {
            hash.add("extra directory", extra.into());
            addTree(extra.from(), extra.paths());
        }
        for (FilePermission permission : application.permissions()) {
            hash.add("permission", permission.file(), permission.mode());
        }
        add(settings);
    }

    private void add(Contents contents) throws IOException {
        hash.add("contents", contents.getClass().getSimpleName());
        if (contents instanceof Contents.Exploded exploded) {
            addDependencies(exploded.dependencies());
            addDirectory("resources", exploded.resources());
            addDirectory("classes", exploded.classes());
        } else if (contents instanceof Contents.Packaged packaged) {
            addDependencies(packaged.dependencies());
            hash.add("jar", packaged.name(), sources.content(packaged.jar()));
            addDirectory("classes", packaged.classes());
        } else if (contents instanceof Contents.BootArchive boot) {
            hash.add("archive", sources.content(boot.archive()));
        } else if (contents instanceof Contents.RunnableJar runnable) {
            hash.add("jar", runnable.jar().getFileName(), sources.content(runnable.jar()));
            for (Path part : runnable.parts()) {
                hash.add("part", part.getFileName());
                addTree(part, Files.isDirectory(part) ? FileTree.of(part).paths() : List.of(part));
            }
            addDirectory("classes", runnable.classes());
        } else if (contents instanceof Contents.War war) {
            hash.add("war", sources.content(war.war()));
            hash.addAll("project libraries", new TreeSet<>(war.projectLibraries()));
        }
    }

    private void addDependencies(List<Dependency> dependencies) throws IOException {
        for (Dependency dependency : dependencies) {
            Path file = dependency.file();
            hash.add(
                    "dependency",
                    dependency.name(),
                    dependency.kind(),
                    Files.isRegularFile(file) ? sources.content(file) : "");
            if (Files.isDirectory(file)) {
                addTree(file, FileTree.of(file).paths());
            }
        }
    }

    private void addDirectory(String name, Optional<Path> directory) throws IOException {
        hash.add(name, directory.isPresent());
        if (directory.isPresent()) {
            addTree(directory.get(), FileTree.of(directory.get()).paths());
        }
    }

    private void addTree(Path root, List<Path> paths) throws IOException {
        hash.add("tree", paths.size());
        for (Path path : paths) {
            hash.add("path", root.relativize(path), Files.isRegularFile(path) ? sources.content(path) : "directory");
        }
    }

    private void add(ContainerSettings settings) {
        Entrypoint entrypoint = settings.entrypoint();
        hash.add("entrypoint", entrypoint.getClass().getSimpleName());
        entrypoint.mainClass().ifPresent(name -> hash.add("main class", name));
        if (entrypoint instanceof Entrypoint.Java java) {
            hash.addAll("jvm flags", java.jvmFlags()).add("argument file", java.argumentFile());
        } else if (entrypoint instanceof Entrypoint.Command command) {
            hash.addAll("command", command.command());
        }
        hash.addAll("args", settings.args())
                .addAll("variables", settings.environment().keySet())
                .addAll("values", settings.environment().values())
                .addAll("ports", settings.ports())
                .addAll("labels", settings.labels().keySet())
                .addAll("label values", settings.labels().values())
                .addAll("user", settings.user().stream().toList())
                .addAll(
                        "working directory",
                        settings.workingDirectory().stream().toList())
                .addAll("volumes", settings.volumes())
                .addAll("extra class path", settings.extraClasspath())
                .add("times", settings.appRoot(), settings.filesModificationTime(), settings.creationTime());
    }
}
