package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;

/**
 * Where a private key came from, and the sentences about what is wrong with it. They keep no cause: what a parser says
 * of a key's content may be the key's content.
 *
 * @param name of the file or variable
 */
record KeySource(String name) {
    private static final String KEY_REMEDY = "Set <signing><keyFile> (-Dimage.signing.keyFile) to a private key in PEM"
            + " form: EC P-256 or P-384, RSA of 2048 bits or more, or Ed25519; PKCS#8 or cosign's own form.";
    private static final String PASSPHRASE_REMEDY = "Give it as the <passphrase> of a <server> in settings.xml that"
            + " <signing><serverId> (-Dimage.signing.serverId) names, or in the environment variable that"
            + " <signing><passphraseEnv> (-Dimage.signing.passphraseEnv) names.";

    /**
     * @param why it cannot be used, printable
     * @return the exception to throw
     */
    ImageException refused(String why) {
        return new ImageException(subject() + why + ". " + KEY_REMEDY);
    }

    /** @return the exception to throw for content that is no key, or not all of one */
    ImageException damaged() {
        return refused("it is damaged or no private key");
    }

    /** @return the exception to throw where a passphrase is needed and there is none */
    ImageException passphraseMissing() {
        return new ImageException(subject() + "it is encrypted and no passphrase is given. " + PASSPHRASE_REMEDY);
    }

    /** @return the exception to throw where the passphrase does not open the key */
    ImageException passphraseWrong() {
        return new ImageException(subject() + "the passphrase given is not its own. " + PASSPHRASE_REMEDY);
    }

    private String subject() {
        return "Cannot use the signing key " + Text.quote(name) + ": ";
    }
}
