package io.github.imagepromotion.archive;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Optional;

/**
 * A build in a release.
 *
 * @param coordinates coordinates under which it was deployed; for a snapshot the timestamped ones, if it was
 *     deployed when the lock was written. Those of the release, if it is attached to the release's own project
 * @param classifier of its archive and build record, if it is attached to the release's own project
 * @param buildId its BuildId
 * @param repository the image's repository in every registry
 * @param digest digest of the top manifest
 * @param mediaType media type of the top manifest
 * @param size size of the top manifest, in bytes
 * @param platforms platforms of the image; empty for another artifact
 * @param record digest of the build record's file
 */
public record ReleaseMember(
        Coordinates coordinates,
        Optional<String> classifier,
        BuildId buildId,
        RepositoryName repository,
        Digest digest,
        MediaType mediaType,
        long size,
        List<Platform> platforms,
        Digest record) {
    private static final String OWN = "image-";

    private static final int LONGEST_NAME = 100;

    /**
     * @throws NullPointerException if a platform is {@code null}
     * @throws IllegalArgumentException if there is a classifier, and it is not one of {@link #classifier(String)}
     */
    public ReleaseMember {
        platforms = List.copyOf(platforms);
        classifier.ifPresent(text -> {
            if (!text.startsWith(OWN) || !text.equals(classifier(text.substring(OWN.length())))) {
                throw new IllegalArgumentException("not the classifier of a member: " + Text.quote(text));
            }
        });
    }

    /**
     * @param name name of a member that is attached to the release's own project
     * @return the classifier of its archive and build record
     * @throws IllegalArgumentException if it cannot be part of the name of a file
     */
    public static String classifier(String name) {
        if (name.length() > LONGEST_NAME || name.contains("/")) {
            throw new IllegalArgumentException("not the name of a member: " + Text.quote(name) + " (at most "
                    + LONGEST_NAME + " characters, and no '/')");
        }
        return OWN + RepositoryName.of(name);
    }

    /**
     * @param coordinates coordinates of the build
     * @param classifier of its files, if it is attached to the release's own project
     * @param record its build record
     * @param file digest of the build record's file
     * @return the member
     */
    public static ReleaseMember of(
            Coordinates coordinates, Optional<String> classifier, BuildRecord record, Digest file) {
        return new ReleaseMember(
                coordinates,
                classifier,
                record.identity().buildId(),
                record.identity().repository(),
                record.top().digest(),
                record.top().mediaType(),
                record.top().size(),
                record.images().stream()
                        .map(BuildRecord.PlatformImage::platform)
                        .toList(),
                file);
    }

    /**
     * {@return {@code groupId:artifactId:version}, or {@code groupId:artifactId:tar:classifier:version}, which no two
     * members of a release share}
     */
    public String name() {
        return classifier
                .map(own -> coordinates.project() + ":tar:" + own + ":" + coordinates.version())
                .orElseGet(coordinates::toString);
    }

    /** {@return the identity that its archive must have} */
    public Identity identity() {
        return new Identity(
                new Coordinates(coordinates.groupId(), coordinates.artifactId(), coordinates.baseVersion()),
                repository,
                buildId);
    }
}
