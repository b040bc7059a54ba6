package io.github.imagepromotion.artifact;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The build that was asked for, as far as specified.
 *
 * @param project {@code groupId:artifactId}
 * @param version version of the project
 * @param buildId BuildId
 */
public record Requested(Optional<String> project, Optional<String> version, Optional<BuildId> buildId) {
    /** Any build. */
    public static final Requested ANYTHING = new Requested(Optional.empty(), Optional.empty(), Optional.empty());

    private static final String ANY_VERSION = "0";

    /**
     * @param coordinates coordinates of the project
     * @return any build of that version
     */
    public static Requested of(Coordinates coordinates) {
        return ANYTHING.withProject(coordinates.project()).withVersion(coordinates.version());
    }

    /**
     * @param text {@code groupId:artifactId:version}, or {@code groupId:artifactId} for any version
     * @return any build of it
     * @throws IllegalArgumentException if the text is malformed
     */
    public static Requested of(String text) {
        boolean versioned = text.split(":", -1).length != 2;
        Requested requested = of(Coordinates.of(versioned ? text : text.trim() + ":" + ANY_VERSION));
        return versioned ? requested : ANYTHING.withProject(requested.project().orElseThrow());
    }

    /**
     * @param other {@code groupId:artifactId}
     * @return a copy with that project
     */
    public Requested withProject(String other) {
        return new Requested(Optional.of(other), version, buildId);
    }

    /**
     * @param other version of the project; a timestamped snapshot is replaced by its base version
     * @return a copy with that version
     */
    public Requested withVersion(String other) {
        return new Requested(project, Optional.of(other), buildId);
    }

    /**
     * @param other a BuildId
     * @return a copy with that BuildId
     */
    public Requested withBuildId(BuildId other) {
        return new Requested(project, version, Optional.of(other));
    }

    /** {@return project and version; empty unless both are specified} */
    public Optional<Coordinates> coordinates() {
        return project.flatMap(name -> version.map(number -> Coordinates.of(name + ":" + number)));
    }

    /** {@return whether a build is the one that was asked for; snapshots are compared by base version} */
    boolean isFor(Identity identity) {
        return isFor(identity.coordinates(), identity.buildId());
    }

    /** {@return whether a build of a project is the one that was asked for} */
    boolean isFor(Coordinates found, BuildId build) {
        return project.map(found.project()::equals).orElse(true)
                && version.map(Requested::base).map(found.baseVersion()::equals).orElse(true)
                && buildId.map(build::equals).orElse(true);
    }

    private static String base(String version) {
        return new Coordinates("any", "any", version).baseVersion();
    }

    /** {@return a text for messages, such as {@code build '7' of 'com.acme:shop:1.0'}} */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        buildId.ifPresent(number -> parts.add("build '" + number + "'"));
        project.ifPresent(name ->
                parts.add("'" + name + version.map(number -> ":" + number).orElse("") + "'"));
        return parts.isEmpty() ? "anything" : String.join(" of ", parts);
    }
}
