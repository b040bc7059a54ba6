package io.github.imagepromotion.contention;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import java.util.Map;
import java.util.Optional;

/**
 * How an act ended.
 *
 * @param end made, refused, or broken off
 * @param message of what refused it, or broke it off
 * @param rejections documents of rejections that were written, by the image's digest
 */
record Outcome(End end, Optional<String> message, Map<Digest, Digest> rejections) {
    enum End {
        MADE,
        /** With a reason, as a person is told it. */
        REFUSED,
        /** By anything else. */
        BROKEN
    }

    static Outcome made(Map<Digest, Digest> rejections) {
        return new Outcome(End.MADE, Optional.empty(), Map.copyOf(rejections));
    }

    static Outcome of(Throwable failure) {
        boolean refused = failure instanceof ImageException;
        return failed(refused ? End.REFUSED : End.BROKEN, refused ? "" + failure.getMessage() : failure.toString());
    }

    static Outcome failed(End end, String message) {
        return new Outcome(end, Optional.of(message), Map.of());
    }
}
