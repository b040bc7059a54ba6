package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.registry.transport.Response;
import java.util.Optional;

/**
 * The digest that a registry states ({@code Docker-Content-Digest}, distribution-spec 1.1), which may use another
 * algorithm.
 */
final class StatedDigest {
    static final String HEADER = "Docker-Content-Digest";

    private StatedDigest() {}

    /** {@return the digest that the answer states; empty if there is none, or something else} */
    static Optional<Digest> of(Response response) {
        return response.header(HEADER).filter(Digest::isDigest).map(Digest::of);
    }

    /** {@return the digest that the answer states if it is another one than ours, of the same algorithm} */
    static Optional<Digest> other(Response response, Digest ours) {
        return of(response).filter(theirs -> theirs.algorithm().equals(ours.algorithm()) && !theirs.equals(ours));
    }
}
