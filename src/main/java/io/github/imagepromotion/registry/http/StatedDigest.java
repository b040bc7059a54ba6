package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.registry.transport.Response;
import java.util.Optional;

/** What a registry calls content (distribution-spec 1.1, {@code Docker-Content-Digest}), which may be by another algorithm. */
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
