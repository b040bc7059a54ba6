package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.Reason;

/** Why what is attached to an image does not prove what is asked for. */
public enum LedgerReason implements Reason {
    /** No trusted key signed it. */
    UNSIGNED,
    /** A document that is asked for is missing. */
    DOCUMENT_MISSING,
    /** A document that is asked for is missing, or not signed. */
    DOCUMENT_UNSIGNED,
    /** A record of a promotion is not signed. */
    UNSIGNED_RECORD
}
