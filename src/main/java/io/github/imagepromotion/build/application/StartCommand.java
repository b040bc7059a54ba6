package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the application is started.
 *
 * @param command entrypoint; empty for that of the base
 * @param classPath class path, as paths in the image; empty if {@code java} starts nothing
 * @param mainClass main class, if known
 */
record StartCommand(Optional<List<String>> command, List<String> classPath, Optional<String> mainClass) {
    /** Jib's names of files in the app root, which custom entrypoints of jib's users read. */
    static final String CLASS_PATH_FILE = "jib-classpath-file";

    static final String MAIN_CLASS_FILE = "jib-main-class-file";

    private static final Pattern OF_RUNTIME = Pattern.compile("(java|javax|jdk|sun|com\\.sun)\\..*");

    /**
     * @param placement placement of the application
     * @param settings settings of the container
     * @return its start command
     * @throws io.github.imagepromotion.image.ImageException if the main class is needed and unknown
     */
    static StartCommand of(Placement placement, ContainerSettings settings) throws IOException {
        List<String> classPath = new ArrayList<>(placement.classPath());
        if (!classPath.isEmpty()) {
            classPath.addAll(0, settings.extraClasspath());
        }
        if (settings.entrypoint() instanceof Entrypoint.Java java) {
            String mainClass = placement.mainClass(java.mainClass());
            Optional<String> jar = settings.extraClasspath().isEmpty() ? placement.jar(mainClass) : Optional.empty();
            List<String> command = jar.isPresent()
                    ? jarCommand(java, jar.get())
                    : javaCommand(java, settings.appRoot(), String.join(":", classPath), mainClass);
            return new StartCommand(Optional.of(command), classPath, Optional.of(mainClass));
        }
        Optional<List<String>> command = settings.entrypoint() instanceof Entrypoint.Command given
                ? Optional.of(given.command())
                : Optional.empty();
        return new StartCommand(command, classPath, mainClassIfKnown(placement, settings.entrypoint()));
    }

    /** {@return the main class, if no class file contains it and it is not one of the Java runtime's} */
    Optional<String> missingMainClass(Placement placement) throws IOException {
        Optional<String> name = mainClass.map(main -> main.substring(main.indexOf('/') + 1));
        if (name.isEmpty() || OF_RUNTIME.matcher(name.get()).matches() || placement.holds(name.get())) {
            return Optional.empty();
        }
        return mainClass;
    }

    /** A custom command may not need a main class, so a missing one is not an error. */
    private static Optional<String> mainClassIfKnown(Placement placement, Entrypoint entrypoint) throws IOException {
        if (placement.classPath().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(placement.mainClass(entrypoint.mainClass()));
        } catch (ImageException e) {
            return entrypoint.mainClass();
        }
    }

    /** {@return the content of the class path file: one argument for {@code java}, quoted if necessary} */
    String classPathArgument() {
        String joined = String.join(":", classPath);
        boolean plain = joined.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '\'' || c == '#' || c == '\\');
        return plain ? joined : '"' + joined.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static List<String> jarCommand(Entrypoint.Java java, String jar) {
        List<String> command = new ArrayList<>();
        command.add("java");
        command.addAll(java.jvmFlags());
        command.add("-jar");
        command.add(jar);
        return command;
    }

    private static List<String> javaCommand(Entrypoint.Java java, String appRoot, String classPath, String mainClass) {
        List<String> command = new ArrayList<>();
        command.add("java");
        command.addAll(java.jvmFlags());
        // With module/class, java uses the class path as module path.
        boolean module = mainClass.indexOf('/') >= 0;
        command.add(module ? "-p" : "-cp");
        command.add(java.argumentFile() ? "@" + AbsoluteUnixPath.get(appRoot).resolve(CLASS_PATH_FILE) : classPath);
        if (module) {
            command.add("-m");
        }
        command.add(mainClass);
        return command;
    }
}
