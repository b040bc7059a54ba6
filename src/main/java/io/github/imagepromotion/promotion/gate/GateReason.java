package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.image.Reason;

/** Reasons of gates' answers. */
public enum GateReason implements Reason {
    /** The predecessor does not have the image; argument: the predecessor. */
    AFTER,
    /** No trusted key signed the record of that promotion; argument: the predecessor. */
    AFTER_UNSIGNED,
    /** The soak time has not passed. */
    SOAK_LEFT,
    /** A predecessor has another build now; argument: the predecessor. */
    SOAK_NEWER,
    /** The predecessor keeps no records. */
    SOAK_WITHOUT_RECORDS,
    /** There is no record of the promotion. */
    SOAK_UNKNOWN,
    /** There is no record of the promotion signed by a trusted key. */
    SOAK_UNKNOWN_SIGNED,
    /** The environment is frozen. */
    FREEZE,
    /** The build returns to an environment that left it, which is allowed. */
    AGAIN,
    /** The BuildId is derived from the content, so it may belong to an old or a new build. */
    HISTORY_CONTENT,
    /** The environment had the build and left it; arguments: environment, BuildId. */
    HISTORY_LEFT,
    /** The image was rejected. */
    REJECTED,
    /** An override has no reason. */
    OVERRIDE_WITHOUT_REASON,
    /** The environment does not allow overrides; argument: its id. */
    NO_OVERRIDE,
    /** There are too few approvals; argument: the environment. */
    APPROVALS,
    /** There are approvals, but too few; argument: the environment. */
    MORE_APPROVALS,
    /** There are too few approvals, beside those of another plan; argument: the environment. */
    APPROVED_PLAN,
    /** The environment comes from an unsigned build record, and came from a trusted source before. */
    UNSIGNED_ENVIRONMENTS,
    /** The gates come from an unsigned build record. */
    UNSIGNED_GATES,
    /** The version is a snapshot. */
    SNAPSHOT,
    /** No scan report is attached. */
    NO_REPORT,
    /** No scan report is attached that is signed by a trusted key. */
    NO_SIGNED_REPORT,
    /** The scan report is too old. */
    OLD_REPORT,
    /** The scan report has findings that are not accepted. */
    FINDINGS,
    /** A service refuses. */
    CHECK_NO,
    /** A service did not agree in time. */
    CHECK_LATER,
    /** Keys are trusted, and no signature is required. */
    SIGNATURE_OPTIONAL,
    /** The build is from another branch. */
    BRANCH,
    /** The branch comes from an unsigned build record. */
    BRANCH_UNSIGNED
}
