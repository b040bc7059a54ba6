package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.build.base.Mirrors;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** {@code <from>}: the base image. */
public class FromParameter extends WithoutLogin {
    /**
     * The base image: {@code scratch}, an image in a registry by tag or digest, {@code oci:dir[:ref]} or
     * {@code oci-archive:file[:ref]} ({@code -Dimage.from.image}).
     */
    @Parameter
    private @Nullable String image;

    /** Platforms to build for ({@code -Dimage.from.platforms=os/arch,...}). */
    @Parameter
    private @Nullable List<PlatformParameter> platforms;

    /** Id of the {@code <server>} in settings.xml for the base image's registry ({@code -Dimage.from.serverId}). */
    @Parameter
    private @Nullable String serverId;

    /**
     * Mirrors to try before the base image's own registry, each as {@code registry=mirror}
     * ({@code -Dimage.from.mirrors=docker.io=mirror.example,...}).
     */
    @Parameter
    private @Nullable List<String> mirrors;

    /** Not supported, and the goal fails if it is set: a POM is no place for a password. */
    @Parameter
    private @Nullable PlexusConfiguration auth;

    /** Ignored: credential helpers are configured in docker's configuration. */
    @Parameter
    private @Nullable PlexusConfiguration credHelper;

    /** {@code <platform>}: an operating system and a CPU. */
    public static class PlatformParameter {
        /** Operating system, such as {@code linux}. */
        @Parameter
        private String os = "linux";

        /** CPU architecture, such as {@code amd64} or {@code arm64}. */
        @Parameter
        private String architecture = "amd64";

        /** Variant of the CPU architecture, such as {@code v8}. */
        @Parameter
        private @Nullable String variant;

        private String text() {
            return os + "/" + architecture + (variant == null ? "" : "/" + variant);
        }
    }

    /** Accepts jib's short form {@code <from>name</from>}. Called by Maven. */
    public void set(String name) {
        image = name;
    }

    /** {@return the configured name of the base image} */
    public Optional<String> image(Properties properties) {
        return properties.text("from.image", image);
    }

    /** {@return the name of the base image for records, if it differs from the configured one} */
    public String recorded(Properties properties, Origins origins, String name) {
        return image(properties)
                .flatMap(text -> Stream.of("from/image", "from")
                        .map(path -> origins.recorded(path, "image.from.image", text))
                        .filter(told -> !told.equals(text))
                        .findFirst())
                .orElse(name);
    }

    /** {@return the requested platforms; empty for the default} */
    public List<Platform> platforms(Properties properties) {
        List<String> configured = platforms == null
                ? List.of()
                : platforms.stream().map(PlatformParameter::text).toList();
        try {
            return properties.list("from.platforms", configured).stream()
                    .map(Platform::of)
                    .distinct()
                    .toList();
        } catch (IllegalArgumentException e) {
            throw Configured.illegal("<from><platforms> (-Dimage.from.platforms)", e);
        }
    }

    /** {@return the mirrors of the base image's registry} */
    public Mirrors mirrors(Properties properties) {
        return Mirrors.of(properties.list("from.mirrors", mirrors));
    }

    /** {@return the id of the server in settings.xml with the login for the base image's registry} */
    public Optional<String> serverId(Properties properties) {
        return properties.text("from.serverId", serverId);
    }

    /** Reports elements of jib that this plugin handles differently. */
    public void explain(JibElements elements) {
        if (hasLogin()) {
            throw LoginInPom.refused(
                    "<from>", "a <server> of settings.xml that <from><serverId> names (-Dimage.from.serverId)");
        }
        if (auth != null) {
            throw new ImageException("<from><auth> is refused: a password in a POM is known to everyone who reads it."
                    + " Put it into a server of settings.xml, and name that with <from><serverId>"
                    + " (-Dimage.from.serverId), or call the server as the registry is called.");
        }
        if (credHelper != null) {
            elements.ignored(
                    "<from><credHelper>",
                    "name the helper in docker's configuration (credHelpers), or a server of settings.xml"
                            + " (<from><serverId>)");
        }
    }
}
