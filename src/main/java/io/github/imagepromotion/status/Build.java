package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import java.util.Optional;

/**
 * A build in an environment.
 *
 * @param buildId empty for an image that no BuildId's tag names
 * @param digest of its top manifest
 * @param version of the project, as the promotion record, the provenance or the image's label says it
 * @param commit of the sources, as the provenance or the image's label says it
 * @param promotion the newest one to this environment; empty where no record tells of one
 */
public record Build(
        Optional<BuildId> buildId,
        Digest digest,
        Optional<String> version,
        Optional<String> commit,
        Optional<Promotion> promotion) {

    /** {@return the BuildId, else the abbreviated digest} */
    public String name() {
        return buildId.map(BuildId::toString).orElseGet(digest::abbreviated);
    }
}
