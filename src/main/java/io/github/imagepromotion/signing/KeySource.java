package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;

/**
 * The origin of a private key, and its error messages. Exceptions have no cause, since a parser's message may quote the
 * key.
 *
 * @param subject the key, for messages
 * @param keyReason reason of errors about the key
 * @param passphraseReason reason of errors about the passphrase
 */
public record KeySource(String subject, Reason keyReason, Reason passphraseReason) {

    /** {@return the source of a signing key in that file or variable} */
    static KeySource signing(String name) {
        return new KeySource("the signing key " + Text.quote(name), KeyReason.PRIVATE_KEY, KeyReason.PASSPHRASE);
    }

    /**
     * @param why why the key cannot be used, printable
     * @return the exception to throw
     */
    public ImageException refused(String why) {
        return unusable(why, keyReason);
    }

    /** {@return the exception to throw for content that is not a complete key} */
    public ImageException damaged() {
        return refused("it is damaged or no private key");
    }

    /** {@return the exception to throw if a passphrase is needed and missing} */
    ImageException passphraseMissing() {
        return unusable("it is encrypted and no passphrase is given", passphraseReason);
    }

    /** {@return the exception to throw if the passphrase is wrong} */
    ImageException passphraseWrong() {
        return unusable("the passphrase given is not its own", passphraseReason);
    }

    private ImageException unusable(String why, Reason reason) {
        return new ImageException(
                Message.of("Cannot use " + subject + ": " + why + ".").because(reason));
    }

    /** Reasons why a key or a signature format cannot be used. */
    public enum KeyReason implements Reason {
        /** This is not a private key for signing. */
        PRIVATE_KEY,
        /** The passphrase is missing or wrong. */
        PASSPHRASE,
        /** These are not public keys. */
        PUBLIC_KEYS,
        /** The digest is too long for a tag of cosign. */
        LONG_DIGEST
    }
}
