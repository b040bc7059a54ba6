package io.github.imagepromotion.artifact;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which build a caller asked for, as far as it was said.
 *
 * @param project {@code groupId:artifactId}
 * @param version of the project
 * @param buildId of the build
 */
public record Requested(Optional<String> project, Optional<String> version, Optional<BuildId> buildId) {
    /** Whatever is in a file. */
    public static final Requested ANYTHING = new Requested(Optional.empty(), Optional.empty(), Optional.empty());

    private static final String ANY_VERSION = "0";

    /**
     * @param coordinates of the project that built the image
     * @return any build of that version
     */
    public static Requested of(Coordinates coordinates) {
        return ANYTHING.withProject(coordinates.project()).withVersion(coordinates.version());
    }

    /**
     * @param text {@code groupId:artifactId:version}, or {@code groupId:artifactId} for any version
     * @return any build of that
     * @throws IllegalArgumentException if the text has another form
     */
    public static Requested of(String text) {
        boolean versioned = text.split(":", -1).length != 2;
        Requested requested = of(Coordinates.of(versioned ? text : text.trim() + ":" + ANY_VERSION));
        return versioned ? requested : ANYTHING.withProject(requested.project().orElseThrow());
    }

    /**
     * @param other {@code groupId:artifactId}
     * @return the same, of that project
     */
    public Requested withProject(String other) {
        return new Requested(Optional.of(other), version, buildId);
    }

    /**
     * @param other version of the project; a timestamped snapshot stands for its base version
     * @return the same, of that version
     */
    public Requested withVersion(String other) {
        return new Requested(project, Optional.of(other), buildId);
    }

    /**
     * @param other number of the build
     * @return the same, of that build
     */
    public Requested withBuildId(BuildId other) {
        return new Requested(project, version, Optional.of(other));
    }

    /** {@return the project and version that are meant; empty if one of them was not said} */
    public Optional<Coordinates> coordinates() {
        return project.flatMap(name -> version.map(number -> Coordinates.of(name + ":" + number)));
    }

    /** Whether a build is the one that was asked for; a snapshot is known by its base version. */
    boolean isFor(Identity identity) {
        Coordinates found = identity.coordinates();
        return project.map(found.project()::equals).orElse(true)
                && version.map(Requested::base).map(found.baseVersion()::equals).orElse(true)
                && buildId.map(identity.buildId()::equals).orElse(true);
    }

    private static String base(String version) {
        return new Coordinates("any", "any", version).baseVersion();
    }

    /** For people, such as {@code build '7' of 'com.acme:shop:1.0'}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        buildId.ifPresent(number -> parts.add("build '" + number + "'"));
        project.ifPresent(name ->
                parts.add("'" + name + version.map(number -> ":" + number).orElse("") + "'"));
        return parts.isEmpty() ? "anything" : String.join(" of ", parts);
    }
}
