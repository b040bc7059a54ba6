package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.Reason;

/** Why an environment does not hold what it should, or what an answer depends on. */
public enum VerificationReason implements Reason {
    /** There is no image. */
    NO_IMAGE,
    /** The environment does not hold it; argument: its id. */
    NOT_THERE,
    /** The environment holds something else; argument: its id. */
    DAMAGED,
    /** No trusted key signed the record; argument: the environment. */
    UNSIGNED_RECORD,
    /** There is no record; argument: the environment. */
    NO_RECORD,
    /** The environment keeps no records. */
    RECORDS_OFF,
    /** Blobs were not read. */
    NOT_READ,
    /** No key is trusted. */
    NO_KEYS,
    /** It was rejected. */
    REJECTED,
    /** A tag was moved by nobody that is known. */
    MOVED
}
