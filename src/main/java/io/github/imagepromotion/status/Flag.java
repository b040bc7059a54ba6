package io.github.imagepromotion.status;

import io.github.imagepromotion.image.Message;

/**
 * Something about an environment that somebody should look at.
 *
 * @param kind what it is
 * @param text a clause for people, with what its remedy depends on
 */
public record Flag(Kind kind, Message text) {

    /** With a text that has no reason. */
    public Flag(Kind kind, String text) {
        this(kind, Message.of(text));
    }

    /** What is to be looked at. */
    public enum Kind {
        /** A tag points to what no record explains: somebody moved it by hand. */
        DRIFT,
        /** The same BuildId names another digest in an environment before. */
        DIFFERENT_DIGEST,
        /** The registry could not be read: there is a gap in the picture. */
        UNREACHABLE,
        /** Documents about some builds could not be read. */
        UNREADABLE,
        /** A document pretends to be what it is not. */
        FORGED_RECORD,
        /** No trusted key signed the record of the current build, although there are trusted keys. */
        UNSIGNED_RECORD,
        /** Somebody rejected the current build. */
        REJECTED,
        /** There are no records: since when and by whom is unknown, and drift is not seen. */
        NO_RECORDS,
        /** Not every build was looked at, so that what is said may be untrue. */
        NOT_ALL_READ
    }

    /** {@return whether something is wrong, not only unknown} */
    public boolean isProblem() {
        return kind != Kind.NO_RECORDS && kind != Kind.NOT_ALL_READ;
    }
}
