package io.github.imagepromotion.registry.tls;

import io.github.imagepromotion.image.Reason;

/** Why TLS cannot be spoken as it is configured. */
public enum TlsReason implements Reason {
    /** The file of authorities cannot be read. */
    CA_FILE,
    /** The file of our certificate cannot be read. */
    CLIENT_CERTIFICATE,
    /** The file of its key cannot be read. */
    CLIENT_KEY,
    /** It is no key of a client. */
    KEY_FORM,
    /** A key that stands in another file is encrypted. */
    HELD_PASSPHRASE,
    /** The passphrase of a key is missing or wrong. */
    PASSPHRASE,
    /** The key is another certificate's. */
    OTHER_KEY,
    /** The keystore cannot be opened. */
    KEYSTORE
}
