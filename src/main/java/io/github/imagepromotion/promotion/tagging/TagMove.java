package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.Optional;

/**
 * A tag that is to point to an image, whether it does already or not.
 *
 * @param repository of the tag
 * @param tag to set
 * @param before what it pointed to when the plan was made, empty if it was not there
 * @param image its top manifest, which is there with all it needs when the tag is set
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

    boolean names(Optional<Digest> digest) {
        return digest.equals(Optional.of(digest()));
    }

    /** What the registry says that the tag names. */
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
