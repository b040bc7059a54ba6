package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.Reason;

/** Why a key or a form of signature cannot be used. */
public enum KeyReason implements Reason {
    /** It is no private key that signs. */
    PRIVATE_KEY,
    /** Its passphrase is missing or wrong. */
    PASSPHRASE,
    /** These are no public keys. */
    PUBLIC_KEYS,
    /** A digest is too long for a tag of cosign. */
    LONG_DIGEST
}
