package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.image.Reason;

/** Why a gate does not let an image through, or what its answer depends on. */
public enum GateReason implements Reason {
    /** It is not in the environment before; argument: that environment. */
    AFTER,
    /** No trusted key signed the record of that; argument: that environment. */
    AFTER_UNSIGNED,
    /** It was not there for long enough. */
    SOAK_LEFT,
    /** Another build is there by now; argument: that environment. */
    SOAK_NEWER,
    /** The environment keeps no records. */
    SOAK_WITHOUT_RECORDS,
    /** No record says since when. */
    SOAK_UNKNOWN,
    /** No record that a trusted key signed says since when. */
    SOAK_UNKNOWN_SIGNED,
    /** Nothing goes there now. */
    FREEZE,
    /** It goes there although it was there before. */
    AGAIN,
    /** Its BuildId does not tell whether it is the old build. */
    HISTORY_CONTENT,
    /** The environment had it and left it; arguments: environment, BuildId. */
    HISTORY_LEFT,
    /** It was rejected. */
    REJECTED,
    /** Gates are to be passed, and nobody says why. */
    OVERRIDE_WITHOUT_REASON,
    /** The environment lets nobody pass a gate; argument: its id. */
    NO_OVERRIDE,
    /** It has too few approvals; argument: the environment. */
    APPROVALS,
    /** It has approvals, and too few; argument: the environment. */
    MORE_APPROVALS,
    /** An unsigned build record describes the environment, and somebody vouched for it before. */
    UNSIGNED_ENVIRONMENTS,
    /** An unsigned build record says which gates there are. */
    UNSIGNED_GATES,
    /** It is no release. */
    SNAPSHOT,
    /** No scanner's report is attached. */
    NO_REPORT,
    /** No scanner's report is attached that a trusted key vouches for. */
    NO_SIGNED_REPORT,
    /** The scanner's report is too old. */
    OLD_REPORT,
    /** The scanner found too much. */
    FINDINGS,
    /** A service says no. */
    CHECK_NO,
    /** A service has not said yes in time. */
    CHECK_LATER,
    /** No signature is asked for. */
    SIGNATURE_OPTIONAL,
    /** It was built from another branch. */
    BRANCH,
    /** An unsigned build record says which branch it was built from. */
    BRANCH_UNSIGNED
}
