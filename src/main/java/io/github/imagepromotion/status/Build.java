package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import java.util.Optional;

/**
 * A build in an environment.
 *
 * @param buildId the BuildId; empty if no BuildId tag points to the image
 * @param digest digest of its top manifest
 * @param version project version, from the promotion record, the provenance or the image's label
 * @param commit source commit, from the provenance or the image's label
 * @param promotion the latest promotion to this environment; empty if no record describes one
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
