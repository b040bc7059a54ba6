package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.MainClassFinder;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** The class that is started. */
final class MainClass {
    private static final String REMEDY = "Set <container><mainClass> (-Dimage.container.mainClass).";

    private MainClass() {}

    /**
     * @param configured by the user
     * @param classes directory in which it is looked for otherwise
     * @return its binary name
     * @throws ImageException if the configured one is no class name, or none or several are found
     */
    static String resolve(Optional<String> configured, Optional<Path> classes) throws IOException {
        if (configured.isEmpty()) {
            return find(classes);
        }
        if (!SourceVersion.isName(configured.get())) {
            throw new ImageException("Not the name of a class: " + Text.quote(configured.get()) + ". " + REMEDY);
        }
        return configured.get();
    }

    private static String find(Optional<Path> classes) throws IOException {
        if (classes.isEmpty()) {
            throw new ImageException("There is no main class: the project has no classes. " + REMEDY);
        }
        List<Path> files = FileTree.of(classes.get()).files(FileTree::isClass);
        MainClassFinder.Result result = MainClassFinder.find(files, event -> {});
        return switch (result.getType()) {
            case MAIN_CLASS_FOUND -> result.getFoundMainClass();
            case MAIN_CLASS_NOT_FOUND ->
                throw new ImageException(
                        "There is no main class in " + Text.quote(classes.get().toString()) + ". " + REMEDY);
            case MULTIPLE_MAIN_CLASSES ->
                throw new ImageException("There are several main classes in "
                        + Text.quote(classes.get().toString()) + ": "
                        + result.getFoundMainClasses().stream()
                                .sorted()
                                .map(Text::printable)
                                .collect(Collectors.joining(", "))
                        + ". " + REMEDY);
        };
    }
}
