package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;

/**
 * Where a private key came from, and the sentences about what is wrong with it. They keep no cause: what a parser says
 * of a key's content may be the key's content.
 *
 * @param subject the key, as a message names it
 * @param keyReason why it is none
 * @param passphraseReason why it does not open
 */
public record KeySource(String subject, Reason keyReason, Reason passphraseReason) {

    /** {@return a key that signs, of that file or variable} */
    static KeySource signing(String name) {
        return new KeySource("the signing key " + Text.quote(name), KeyReason.PRIVATE_KEY, KeyReason.PASSPHRASE);
    }

    /**
     * @param why it cannot be used, printable
     * @return the exception to throw
     */
    public ImageException refused(String why) {
        return unusable(why, keyReason);
    }

    /** {@return the exception to throw for content that is no key, or not all of one} */
    public ImageException damaged() {
        return refused("it is damaged or no private key");
    }

    /** {@return the exception to throw where a passphrase is needed and there is none} */
    ImageException passphraseMissing() {
        return unusable("it is encrypted and no passphrase is given", passphraseReason);
    }

    /** {@return the exception to throw where the passphrase does not open the key} */
    ImageException passphraseWrong() {
        return unusable("the passphrase given is not its own", passphraseReason);
    }

    private ImageException unusable(String why, Reason reason) {
        return new ImageException(
                Message.of("Cannot use " + subject + ": " + why + ".").because(reason));
    }

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
}
