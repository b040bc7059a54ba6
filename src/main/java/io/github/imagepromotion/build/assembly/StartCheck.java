package io.github.imagepromotion.build.assembly;

import com.google.gson.JsonObject;
import io.github.imagepromotion.build.application.BuiltApplication;
import io.github.imagepromotion.build.application.BuiltApplication.RuntimeNeeds;
import io.github.imagepromotion.build.base.Base;
import io.github.imagepromotion.build.base.Base.PlatformBase;
import io.github.imagepromotion.build.layer.Rootfs;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.InputHash;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Checks whether an image can start, as far as its files tell: its digest is fixed at build, and a first container
 * would fail too late. Images for other systems than Linux are not checked.
 */
public final class StartCheck {
    private static final String CONFIG = "config of the image";

    /** A servlet container has the API in a jar with such a name, or is a single such jar. */
    private static final Pattern SERVLET_CONTAINER =
            Pattern.compile("(?i).*(servlet|catalina|payara|glassfish|weblogic|winstone|resin|jetty|undertow).*\\.jar");

    private static final int EXECUTABLE = 0111;

    private final Base base;
    private final RuntimeNeeds needs;
    private final boolean ownCommand;
    private final boolean strict;
    private final Consumer<Message> warnings;

    /**
     * @param base base of the image
     * @param application application on top of it
     * @param strict whether to refuse an image that certainly cannot start; otherwise it is a warning
     * @param warnings receives what may prevent the image from starting
     */
    public StartCheck(Base base, BuiltApplication application, boolean strict, Consumer<Message> warnings) {
        this.base = base;
        this.needs = application.needs();
        this.ownCommand = application.entrypoint().isPresent();
        this.strict = strict;
        this.warnings = warnings;
    }

    /**
     * @param platform platform of the base
     * @param config config of its image
     * @return a hash of all inputs of the check: the same inputs have the same result
     */
    public Digest inputs(PlatformBase platform, JsonObject config) {
        StartEnvironment start = environment(config);
        InputHash hash = new InputHash()
                .add("base", platform.platform(), platform.config().json())
                .addAll(
                        "layers",
                        platform.layers().stream().map(Descriptor::digest).toList())
                .add("start", start)
                .add("java", needs.javaRelease(), ownCommand)
                .add("main class", needs.missingMainClass(), needs.mayHaveMainClass())
                .add("web root", needs.webRoot());
        Set<String> files =
                new TreeSet<>(needs.webRoot().isPresent() ? needs.files().keySet() : start.candidates());
        files.forEach(
                file -> hash.add("file", file, Optional.ofNullable(needs.files().get(file))));
        return hash.finish();
    }

    private static StartEnvironment environment(JsonObject config) {
        return StartEnvironment.of(Json.member(config, "config", CONFIG).orElseGet(JsonObject::new), CONFIG);
    }

    /**
     * @param platform platform of the base
     * @param config config of its image
     * @throws ImageException if the image certainly cannot start
     * @throws IOException on an error of the disk
     */
    public void check(PlatformBase platform, JsonObject config) throws IOException {
        if (!platform.platform().os().equals("linux")) {
            return;
        }
        StartEnvironment start = environment(config);
        if (start.command().isEmpty()) {
            fails(Message.of("it has no command, neither of its own nor of the base image.")
                    .because(StartReason.NO_COMMAND));
            return;
        }
        BaseFiles files = new BaseFiles(base, platform, needs);
        checkMainClass();
        if (needs.webRoot().isPresent()) {
            checkServletContainer(needs.webRoot().get(), files);
        }
        checkProgram(start, files);
    }

    private void checkMainClass() {
        if (needs.missingMainClass().isEmpty()) {
            return;
        }
        Message what = Message.of("no class file of the project or its dependencies has the main class "
                        + Text.quote(needs.missingMainClass().get()) + ".")
                .because(StartReason.MAIN_CLASS);
        if (needs.mayHaveMainClass()) {
            warnings.accept(Message.of("The image may not start, unless its base has it: ")
                    .and(what));
        } else {
            fails(what);
        }
    }

    private void checkServletContainer(String webRoot, BaseFiles files) throws IOException {
        Optional<Rootfs> rootfs = known(files, "whether it has a servlet container");
        String directory = webRoot.substring(0, Math.max(webRoot.lastIndexOf('/'), 1));
        if (rootfs.isEmpty() || rootfs.get().isDirectory(directory)) {
            return;
        }
        String what = "the WAR goes to " + Text.quote(webRoot) + ", and the base image has no " + Text.quote(directory);
        boolean hasContainer = rootfs.get().paths().anyMatch(path -> SERVLET_CONTAINER
                .matcher(path.substring(path.lastIndexOf('/') + 1))
                .matches());
        if (hasContainer) {
            warnings.accept(Message.of("The application may not be served: " + what + ".")
                    .because(StartReason.APP_ROOT));
        } else {
            fails(Message.of(what + " and no servlet container.").because(StartReason.NO_SERVLET_CONTAINER));
        }
    }

    private void checkProgram(StartEnvironment start, BaseFiles files) throws IOException {
        String program = start.program();
        boolean isJava = program.equals("java") || program.endsWith("/java");
        Optional<Integer> release = isJava ? files.javaVersion() : Optional.empty();
        Optional<String> own = start.candidates().stream()
                .filter(path -> needs.files().containsKey(path))
                .findFirst();
        if (own.isPresent()) {
            checkMode(own.get());
            return;
        }
        // The base's own command exists, and a base that declares a Java release contains Java.
        if (!ownCommand || release.isPresent()) {
            release.ifPresent(this::checkRelease);
            return;
        }
        Optional<Rootfs> rootfs = known(files, "whether it has " + Text.quote(program));
        if (rootfs.isEmpty()) {
            return;
        }
        Optional<String> found =
                start.candidates().stream().filter(rootfs.get()::isFile).findFirst();
        if (found.isEmpty()) {
            missing(program, start);
        } else if (isJava) {
            BaseFiles.releaseBeside(found.get(), rootfs.get()).ifPresentOrElse(this::checkRelease, this::tellUnknown);
        }
    }

    private void missing(String program, StartEnvironment start) {
        Message what = Message.of("no layer has " + Text.quote(program) + ", which it would start.")
                .because(StartReason.NO_PROGRAM);
        if (start.isInVolume()) {
            warnings.accept(Message.of("The image may not start, unless a volume has it: ")
                    .and(what));
        } else {
            fails(what);
        }
    }

    private void checkMode(String path) {
        if ((needs.files().getOrDefault(path, 0) & EXECUTABLE) == 0) {
            fails(Message.of(Text.quote(path) + ", which it would start, may not be executed.")
                    .because(StartReason.NOT_EXECUTABLE));
        }
    }

    private void checkRelease(int release) {
        if (release < needs.javaRelease()) {
            fails(Message.of("class files of the project need Java " + needs.javaRelease() + ", and the base image"
                            + base.image()
                                    .map(image -> " " + Text.quote(image.name()))
                                    .orElse("")
                            + " has Java " + release + ".")
                    .because(StartReason.OLD_JAVA, needs.javaRelease(), release));
        }
    }

    private void tellUnknown() {
        if (needs.javaRelease() > 0) {
            warnings.accept(Message.of(
                    "The base image does not say which Java it has, so it is unknown whether it runs class files of"
                            + " Java " + needs.javaRelease() + "."));
        }
    }

    private Optional<Rootfs> known(BaseFiles files, String question) throws IOException {
        Optional<Rootfs> rootfs = files.rootfs();
        if (rootfs.isEmpty()) {
            warnings.accept(Message.of("A layer of the base image cannot be expanded here (" + files.whyUnknown()
                    + "), so it is unknown " + question + "."));
        }
        return rootfs;
    }

    private void fails(Message why) {
        Message what = Message.of("The image would not start: ").and(why);
        if (strict) {
            throw new ImageException(what.because(StartReason.STRICT));
        }
        warnings.accept(what);
    }

    /**
     * Settings of a config for the start.
     *
     * @param command entrypoint and arguments
     * @param path directories of PATH
     * @param directory working directory
     * @param volumes directories that a container gets from elsewhere
     */
    private record StartEnvironment(List<String> command, List<String> path, String directory, List<String> volumes) {
        /** PATH of container runtimes if the config has none. */
        private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

        static StartEnvironment of(JsonObject config, String what) {
            List<String> command = new ArrayList<>(Json.strings(config, "Entrypoint", what));
            command.addAll(Json.strings(config, "Cmd", what));
            String path = Json.strings(config, "Env", what).stream()
                    .filter(variable -> variable.startsWith("PATH="))
                    .map(variable -> variable.substring("PATH=".length()))
                    .reduce((one, last) -> last)
                    .orElse(DEFAULT_PATH);
            return new StartEnvironment(
                    command,
                    List.of(path.split(":")),
                    Json.string(config, "WorkingDir", what).orElse("/"),
                    List.copyOf(Json.member(config, "Volumes", what)
                            .orElseGet(JsonObject::new)
                            .keySet()));
        }

        String program() {
            return command.get(0);
        }

        List<String> candidates() {
            if (command.isEmpty()) {
                return List.of();
            }
            String program = program();
            if (program.startsWith("/")) {
                return List.of(program);
            }
            if (program.contains("/")) {
                return List.of(join(directory, program));
            }
            return path.stream()
                    .filter(entry -> !entry.isEmpty())
                    .map(entry -> join(entry, program))
                    .toList();
        }

        boolean isInVolume() {
            return candidates().stream()
                    .anyMatch(path -> volumes.stream().anyMatch(volume -> path.startsWith(join(volume, ""))));
        }

        private static String join(String directory, String name) {
            String relative = name.startsWith("./") ? name.substring(2) : name;
            return (directory.endsWith("/") ? directory : directory + "/") + relative;
        }
    }
}
