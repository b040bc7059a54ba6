package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.registry.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * A Bearer token.
 *
 * @param value sent in {@code Authorization}
 * @param renewAt from when on it is not to be used any more, a little before it expires
 * @param refresh the identity token to take from now on, where the server changed it
 */
record Token(Secret value, Instant renewAt, Optional<Secret> refresh) {

    boolean isFresh(Instant now) {
        return now.isBefore(renewAt);
    }
}
