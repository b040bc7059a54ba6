package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The container settings of jib; order is preserved.
 *
 * @param entrypoint what the container runs
 * @param args arguments of the entrypoint, which become the config's {@code Cmd}; {@link #INHERIT} alone keeps those of
 *     the base
 * @param environment variables added to those of the base, which they override
 * @param ports ports added to those of the base: {@code 8080}, {@code 53/udp}, {@code 1000-1010/tcp}; converted to
 *     {@code port/protocol}
 * @param labels labels added to those of the base, which they override
 * @param user user, instead of that of the base
 * @param workingDirectory working directory, instead of that of the base
 * @param volumes volumes added to those of the base
 * @param appRoot directory of the application in the image
 * @param extraClasspath paths in the image, before the application's class path
 * @param filesModificationTime modification time of the application's files
 * @param creationTime creation time of the image, and of the layers' history
 */
public record ContainerSettings(
        Entrypoint entrypoint,
        List<String> args,
        Map<String, String> environment,
        List<String> ports,
        Map<String, String> labels,
        Optional<String> user,
        Optional<String> workingDirectory,
        List<String> volumes,
        String appRoot,
        List<String> extraClasspath,
        Instant filesModificationTime,
        Instant creationTime) {
    /** Jib's keyword for inheriting from the base image. */
    public static final String INHERIT = "INHERIT";

    /** Jib's default for {@link #appRoot}. */
    public static final String DEFAULT_APP_ROOT = "/app";

    /**
     * Jib's default of {@link #appRoot} for a WAR: the directory from which the image {@code jetty} serves {@code /}.
     */
    public static final String DEFAULT_WEB_ROOT = "/var/lib/jetty/webapps/ROOT";

    /** Jib's default for {@link #filesModificationTime}: some tools treat the epoch itself as no time. */
    public static final Instant DEFAULT_MODIFICATION_TIME = Instant.ofEpochSecond(1);

    /** Jib's default for {@link #creationTime}. */
    public static final Instant DEFAULT_CREATION_TIME = Instant.EPOCH;

    /** @throws ImageException if a port, a path or the name of a variable is malformed */
    public ContainerSettings {
        args = List.copyOf(args);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        ports = portsOf(ports);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        volumes = volumes.stream()
                .map(volume -> absolutePath(volume, ApplicationReason.VOLUMES).toString())
                .toList();
        workingDirectory.ifPresent(directory -> absolutePath(directory, ApplicationReason.WORKING_DIRECTORY));
        appRoot = absolutePath(appRoot, ApplicationReason.APP_ROOT).toString();
        extraClasspath = List.copyOf(extraClasspath);
        environment.keySet().forEach(ContainerSettings::checkVariable);
    }

    /** {@return whether the base's arguments are kept, even with another entrypoint} */
    public boolean inheritsArgs() {
        return args.equals(List.of(INHERIT));
    }

    private static List<String> portsOf(List<String> ports) {
        try {
            return Ports.parse(ports).stream()
                    .map(port -> port.getPort() + "/" + port.getProtocol())
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    Message.of("Not a port: " + Text.printable(String.valueOf(e.getMessage()))
                                    + ". It is port[-port][/tcp|/udp]")
                            .because(ApplicationReason.PORTS),
                    e);
        }
    }

    private static void checkVariable(String name) {
        if (name.isBlank() || name.contains("=")) {
            throw new ImageException(Message.of("Not the name of an environment variable: " + Text.quote(name) + ".")
                    .because(ApplicationReason.VARIABLES));
        }
    }

    /**
     * @param path any text
     * @param reason reason if it is refused
     * @return the path without a trailing slash
     * @throws ImageException if it is not absolute
     */
    static AbsoluteUnixPath absolutePath(String path, ApplicationReason reason) {
        try {
            return AbsoluteUnixPath.get(path);
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    Message.of("Not an absolute path in the image: " + Text.quote(path) + ". It starts with /")
                            .because(reason),
                    e);
        }
    }
}
