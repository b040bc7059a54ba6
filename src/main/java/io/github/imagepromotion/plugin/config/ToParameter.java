package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RepositoryName;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * {@code <to>} of jib, of which only the repository is used: registries are configured by environment, and the tag is
 * the BuildId.
 */
public class ToParameter {
    /** Name of the image; its repository is used unless {@code <repository>} is set. */
    @Parameter
    private @Nullable String image;

    /** Ignored: tags are configured by environment. */
    @Parameter
    private @Nullable List<String> tags;

    /** Not supported, and the goal fails if it is set: a POM is no place for a password. */
    @Parameter
    private @Nullable PlexusConfiguration auth;

    /** Ignored: logins are configured by environment. */
    @Parameter
    private @Nullable PlexusConfiguration credHelper;

    /** Accepts jib's short form {@code <to>name</to>}. Called by Maven. */
    public void set(String name) {
        image = name;
    }

    /** {@return the configured name} */
    public Optional<String> image(Properties properties) {
        return properties.text("to.image", image);
    }

    /**
     * {@return the repository of an image, without Docker Hub's implicit {@code library/}}
     *
     * @throws io.github.imagepromotion.image.ImageException if the name is malformed
     */
    public static RepositoryName repository(String image) {
        try {
            String name = ImageReference.of(image).repository().value();
            return RepositoryName.of(name.startsWith("library/") ? name.substring("library/".length()) : name);
        } catch (IllegalArgumentException e) {
            throw Configured.illegal("<to><image> (-Dimage.to.image)", e);
        }
    }

    /** Reports elements of jib that this plugin handles differently. */
    public void explain(JibElements elements, Properties properties) {
        image(properties)
                .ifPresent(name -> elements.taken(
                        "<to><image>",
                        "its repository '" + repository(name)
                                + "' is taken; the registry belongs to an environment"
                                + " (<environments><environment><registry>), and the tag is the BuildId"
                                + " (-Dimage.buildId)"));
        if (tags != null && !tags.isEmpty()) {
            elements.ignored("<to><tags>", "use an environment's <movingTags>");
        }
        if (auth != null) {
            throw LoginInPom.refused(
                    "<to><auth>",
                    "a <server> of settings.xml that an environment's <serverId> names (-Dimage.serverId)");
        }
        if (credHelper != null) {
            elements.ignored("<to><credHelper>", "name it in docker's configuration (credHelpers)");
        }
    }
}
