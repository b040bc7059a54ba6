package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.Optional;

/**
 * A tag that is to point to an image.
 *
 * @param repository of the tag
 * @param tag to set
 * @param before what it pointed to when the plan was made, empty if it was not there
 * @param image its top manifest, which is there with all it needs
 */
public record TagMove(Repository repository, Tag tag, Optional<Digest> before, Manifest image) {

    /** @return {@code registry/repository:tag} */
    public String name() {
        return repository.displayName() + ":" + tag;
    }

    /** @return the image's digest */
    public Digest digest() {
        return image.descriptor().digest();
    }

    /** What the tag names now, for people, if that is neither what was planned on nor the image. */
    Optional<String> changed() throws IOException {
        Optional<Digest> now = repository.resolve(tag).map(Descriptor::digest);
        return now.equals(before) || now.equals(Optional.of(digest())) ? Optional.empty() : Optional.of(text(now));
    }

    /** Sets the tag, and reads it back. */
    void make() throws IOException {
        repository.tag(tag, image);
        Optional<Digest> now =
                repository.manifest(tag).map(Manifest::descriptor).map(Descriptor::digest);
        if (!now.equals(Optional.of(digest()))) {
            throw new ImageException(
                    "The tag '" + name() + "' was set to " + digest() + " but reads back as " + text(now)
                            + ". The registry did not keep what it was given, or something else sets this tag; run the promotion"
                            + " again when that is found.");
        }
    }

    static String text(Optional<Digest> digest) {
        return digest.map(Digest::toString).orElse("absent");
    }
}
