package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.Optional;

/**
 * A tag that should point to an image.
 *
 * @param repository repository of the tag
 * @param tag the tag
 * @param before where it pointed when the plan was made; empty if it did not exist
 * @param image top manifest of the image, which is complete when the tag is set
 */
public record TagMove(Repository repository, Tag tag, Optional<Digest> before, Manifest image) {

    /** {@return {@code registry/repository:tag}} */
    public String name() {
        return repository.displayName() + ":" + tag;
    }

    /** {@return the image's digest} */
    public Digest digest() {
        return image.descriptor().digest();
    }

    /** {@return whether it pointed elsewhere, or nowhere, when the plan was made} */
    public boolean isDue() {
        return !names(before);
    }

    /** {@return whether it is a tag of a release, not of one of its members} */
    boolean isOfReleaseItself() {
        return ReleaseArtifact.isOne(image);
    }

    boolean names(Optional<Digest> digest) {
        return digest.equals(Optional.of(digest()));
    }

    /** {@return where the tag points now} */
    Optional<Digest> now() throws IOException {
        return repository.named(tag, digest());
    }

    /** What the registry has under the tag, by its content. */
    Optional<Digest> readBack() throws IOException {
        return repository
                .manifest(tag)
                .map(there -> digest().isOf(there.bytes())
                        ? digest()
                        : there.descriptor().digest());
    }

    static String text(Optional<Digest> digest) {
        return digest.map(Digest::toString).orElse("absent");
    }
}
