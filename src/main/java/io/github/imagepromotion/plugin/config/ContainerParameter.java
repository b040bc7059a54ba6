package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.build.application.ContainerSettings;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * {@code <container>}: runtime configuration of the image, with the elements of jib. Each has a property {@code
 * image.container.<name>}.
 */
public class ContainerParameter {
    /**
     * Command that starts the default base image of a WAR, {@code jetty}, whose own command serves no applications
     * since version 12.
     */
    private static final List<String> JETTY =
            List.of("java", "-jar", "/usr/local/jetty/start.jar", "--module=ee10-deploy");

    /**
     * Main class. Defaults to the one configured in maven-jar-plugin, in spring-boot-maven-plugin or by the property
     * {@code start-class}, otherwise to the only class with a main method. {@code module/class} starts it from the
     * module path.
     */
    @Parameter
    private @Nullable String mainClass;

    /** Command to run instead of {@code java} and the main class; {@code INHERIT} keeps that of the base image. */
    @Parameter
    private @Nullable List<String> entrypoint;

    /** Arguments of the entrypoint; {@code INHERIT} keeps those of the base image. */
    @Parameter
    private @Nullable List<String> args;

    /** JVM options. */
    @Parameter
    private @Nullable List<String> jvmFlags;

    /** Environment variables. */
    @Parameter
    private @Nullable Map<String, @Nullable String> environment;

    /** Ports that the container listens on: {@code 8080}, {@code 53/udp}, {@code 1000-1010}. */
    @Parameter
    private @Nullable List<String> ports;

    /** Labels of the image. */
    @Parameter
    private @Nullable Map<String, @Nullable String> labels;

    /** User and group to run as. */
    @Parameter
    private @Nullable String user;

    /** Working directory. */
    @Parameter
    private @Nullable String workingDirectory;

    /** Mount points. */
    @Parameter
    private @Nullable List<String> volumes;

    /**
     * Directory of the application in the image; defaults to {@code /app}, and to {@code /var/lib/jetty/webapps/ROOT}
     * for a WAR.
     */
    @Parameter
    private @Nullable String appRoot;

    /** Paths in the image that are put before the class path. */
    @Parameter
    private @Nullable List<String> extraClasspath;

    /** Modification time of the application's files: {@code EPOCH_PLUS_SECOND}, or an ISO 8601 time with offset. */
    @Parameter
    private @Nullable String filesModificationTime;

    /**
     * Creation time of the image: {@code EPOCH}, {@code USE_CURRENT_TIMESTAMP} (no two builds then have the same
     * digest), an ISO 8601 time with offset ({@code Z}, {@code +0100}, {@code +01:00[Europe/Berlin]}), or seconds since
     * 1970. Defaults to {@code project.build.outputTimestamp}, otherwise {@code EPOCH}.
     */
    @Parameter
    private @Nullable String creationTime;

    /**
     * Accepted for compatibility with jib ({@code Docker} or {@code OCI}) and ignored: images are always OCI images.
     */
    @Parameter
    private @Nullable String format;

    /** Accepted for compatibility with jib and ignored: the class path always names every jar. */
    @Parameter
    private @Nullable String expandClasspathDependencies;

    /** {@return the configured main class} */
    public Optional<String> mainClass(Properties properties) {
        return properties.text("container.mainClass", mainClass);
    }

    /**
     * {@return whether the application is installed or started in a custom way, so that a WAR is not unpacked for the
     * default servlet container}
     */
    public boolean isForServletContainer(Properties properties) {
        return properties.text("container.appRoot", appRoot).isPresent()
                || !properties.list("container.entrypoint", entrypoint).isEmpty();
    }

    /** Defaults from the project's build. */
    public interface Defaults {
        /** {@return the main class configured in the build} */
        Optional<String> mainClass() throws IOException;

        /** {@return the output timestamp of reproducible builds} */
        Optional<String> outputTimestamp();

        /** {@return whether {@code java} of the project's release supports argument files ({@code @file})} */
        boolean readsArgumentFiles() throws IOException;
    }

    /**
     * {@return the container settings; {@code ownBase}: whether a base image is configured, which then determines how a
     * WAR is served}
     */
    public ContainerSettings settings(Properties properties, Defaults java, Contents contents, boolean ownBase)
            throws IOException {
        boolean war = contents instanceof Contents.War;
        String defaultRoot = war ? ContainerSettings.DEFAULT_WEB_ROOT : ContainerSettings.DEFAULT_APP_ROOT;
        return new ContainerSettings(
                entrypoint(properties, java, war, ownBase),
                properties.list("container.args", args),
                properties.map("container.environment", environment),
                properties.list("container.ports", ports),
                properties.map("container.labels", labels),
                properties.text("container.user", user),
                properties.text("container.workingDirectory", workingDirectory),
                properties.list("container.volumes", volumes),
                properties.text("container.appRoot", appRoot).orElse(defaultRoot),
                properties.list("container.extraClasspath", extraClasspath),
                filesModificationTime(properties.text("container.filesModificationTime", filesModificationTime)),
                pointInTime(creationTime(properties, java)));
    }

    /** {@return the configured creation time of the image; empty if none is set} */
    public Optional<String> creationTime(Properties properties, Defaults java) {
        return properties.text("container.creationTime", creationTime).or(java::outputTimestamp);
    }

    /** Reports elements of jib that this plugin handles differently. */
    public void explain(JibElements elements) {
        if ("docker".equalsIgnoreCase(format)) {
            elements.ignored("<container><format>", "images are OCI, which every registry and docker take");
        }
        try {
            Configured.flag(expandClasspathDependencies, "<container><expandClasspathDependencies>");
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "Illegal " + e.getMessage() + ". The class path names every jar always: remove it.", e);
        }
    }

    private Entrypoint entrypoint(Properties properties, Defaults java, boolean war, boolean ownBase)
            throws IOException {
        Optional<String> configured = mainClass(properties);
        Optional<String> main = configured.isPresent() ? configured : java.mainClass();
        List<String> command = properties.list("container.entrypoint", entrypoint);
        if (command.equals(List.of(ContainerSettings.INHERIT))) {
            return new Entrypoint.Inherited(main);
        }
        if (!command.isEmpty()) {
            return new Entrypoint.Command(command, main);
        }
        if (war) {
            return ownBase ? new Entrypoint.Inherited() : new Entrypoint.Command(JETTY);
        }
        return new Entrypoint.Java(main, properties.list("container.jvmFlags", jvmFlags), java.readsArgumentFiles());
    }

    private static Instant filesModificationTime(Optional<String> text) {
        if (text.isEmpty() || text.get().equals("EPOCH_PLUS_SECOND")) {
            return ContainerSettings.DEFAULT_MODIFICATION_TIME;
        }
        try {
            return PointInTime.of(text.get(), Instant.EPOCH);
        } catch (IllegalArgumentException e) {
            throw Configured.illegal(
                    "<container><filesModificationTime> (-Dimage.container.filesModificationTime)",
                    new IllegalArgumentException("neither EPOCH_PLUS_SECOND nor " + e.getMessage(), e));
        }
    }

    /** A single character in place of a time disables Maven's output timestamp. */
    private static Instant pointInTime(Optional<String> text) {
        if (text.isEmpty()
                || text.get().equals("EPOCH")
                || (text.get().length() == 1 && !text.get().matches("[0-9]"))) {
            return ContainerSettings.DEFAULT_CREATION_TIME;
        }
        if (text.get().equals("USE_CURRENT_TIMESTAMP")) {
            return Instant.now();
        }
        try {
            return PointInTime.of(text.get(), PointInTime.FIRST_YEAR);
        } catch (IllegalArgumentException e) {
            throw Configured.illegal(
                    "<container><creationTime> (-Dimage.container.creationTime, project.build.outputTimestamp)",
                    new IllegalArgumentException("none of EPOCH, USE_CURRENT_TIMESTAMP and " + e.getMessage(), e));
        }
    }
}
