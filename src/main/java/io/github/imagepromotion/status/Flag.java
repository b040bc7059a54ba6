package io.github.imagepromotion.status;

import io.github.imagepromotion.image.Message;

/**
 * Something about an environment that needs attention.
 *
 * @param kind the kind
 * @param text a clause, with the reason that selects its remedy
 */
public record Flag(Kind kind, Message text) {

    /** Creates a flag whose text has no remedy. */
    public Flag(Kind kind, String text) {
        this(kind, Message.of(text));
    }

    /** Kinds of flags. */
    public enum Kind {
        /** No record explains where a tag points: it was moved by other means than a promotion. */
        DRIFT,
        /** The same BuildId has another digest in a preceding environment. */
        DIFFERENT_DIGEST,
        /** The registry could not be read, so the result is incomplete. */
        UNREACHABLE,
        /** Documents of some builds could not be read. */
        UNREADABLE,
        /** A document is not what it claims to be. */
        FORGED_RECORD,
        /** Trusted keys are configured, and none of them signed the record of the current build. */
        UNSIGNED_RECORD,
        /** The current build was rejected. */
        REJECTED,
        /** The environment runs a release, and another build of this member than the release has. */
        MOVED_AWAY,
        /** There are no records: promotion time and promoter are unknown, and drift cannot be detected. */
        NO_RECORDS,
        /** Not all builds were examined, so the result may be wrong. */
        NOT_ALL_READ
    }

    /** {@return whether this is an error, not just missing information} */
    public boolean isProblem() {
        return kind != Kind.NO_RECORDS && kind != Kind.NOT_ALL_READ;
    }
}
