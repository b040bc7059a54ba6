package io.github.imagepromotion.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Coordinates of a Maven project.
 *
 * @param groupId groupId
 * @param artifactId artifactId
 * @param version version; {@code -SNAPSHOT} or timestamped for a snapshot
 */
public record Coordinates(String groupId, String artifactId, String version) {
    /**
     * Characters that Maven accepts, without those that its model validator refuses ({@code ILLEGAL_VERSION_CHARS}),
     * and without invisible ones.
     */
    private static final String LEGAL = "\\p{L}\\p{M}\\p{N}_!#$%&'+;=@^`~";

    private static final Pattern PART = Pattern.compile("[" + LEGAL + "](?:[" + LEGAL + " .-]*[" + LEGAL + ".-])?");

    private static final Pattern TIMESTAMPED = Pattern.compile("(.+-)\\d{8}\\.\\d{6}-\\d+");

    /** @throws IllegalArgumentException if a part could not be a directory name in a repository */
    public Coordinates {
        for (String part : new String[] {groupId, artifactId, version}) {
            if (!isPart(part)) {
                throw new IllegalArgumentException("not Maven coordinates: "
                        + Text.quote(groupId + ":" + artifactId + ":" + version)
                        + " (groupId:artifactId:version, each of"
                        + " letters, digits and any of _.-+~#!$%&';=@^` and blanks within, beginning with none of .- and"
                        + " without ..)");
            }
        }
    }

    /**
     * @param text {@code groupId:artifactId:version}
     * @return the coordinates
     * @throws IllegalArgumentException if the text is malformed
     */
    public static Coordinates of(String text) {
        String[] parts = text.trim().split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "not Maven coordinates: " + Text.quote(text) + " (groupId:artifactId:version)");
        }
        return new Coordinates(parts[0], parts[1], parts[2]);
    }

    /**
     * @param text any text
     * @return the coordinates; empty if the text is malformed
     */
    public static Optional<Coordinates> parse(String text) {
        try {
            return Optional.of(of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * @param part any text
     * @return whether it can be a groupId, artifactId or version
     */
    public static boolean isPart(String part) {
        return PART.matcher(part).matches() && !part.contains("..");
    }

    /** {@return whether the version is a snapshot} */
    public boolean isSnapshot() {
        return baseVersion().endsWith("-SNAPSHOT");
    }

    /** {@return the version in the POM, which for a timestamped snapshot ends with {@code -SNAPSHOT}} */
    public String baseVersion() {
        Matcher timestamped = TIMESTAMPED.matcher(version);
        return timestamped.matches() ? timestamped.group(1) + "SNAPSHOT" : version;
    }

    /** {@return {@code groupId:artifactId}} */
    public String project() {
        return groupId + ":" + artifactId;
    }

    /** {@return {@code groupId:artifactId:version}} */
    @Override
    public String toString() {
        return groupId + ":" + artifactId + ":" + version;
    }
}
