package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;

/**
 * Where a private key came from, and the sentences about what is wrong with it. They keep no cause: what a parser says
 * of a key's content may be the key's content.
 *
 * @param subject the key, as a message names it
 * @param keyRemedy what a key has to be, one or more sentences
 * @param passphraseRemedy where its passphrase is given, one or more sentences
 */
public record KeySource(String subject, String keyRemedy, String passphraseRemedy) {

    /** @return a key that signs, of that file or variable */
    static KeySource signing(String name) {
        return new KeySource(
                "the signing key " + Text.quote(name),
                "Set <signing><keyFile> (-Dimage.signing.keyFile) to a private key in PEM form: EC P-256 or P-384, RSA of"
                        + " 2048 bits or more, or Ed25519; PKCS#8 or cosign's own form.",
                "Give it as the <passphrase> of a <server> in settings.xml that <signing><serverId>"
                        + " (-Dimage.signing.serverId) names, or in the environment variable that <signing><passphraseEnv>"
                        + " (-Dimage.signing.passphraseEnv) names.");
    }

    /**
     * @param why it cannot be used, printable
     * @return the exception to throw
     */
    public ImageException refused(String why) {
        return unusable(why, keyRemedy);
    }

    /** @return the exception to throw for content that is no key, or not all of one */
    public ImageException damaged() {
        return refused("it is damaged or no private key");
    }

    /** @return the exception to throw where a passphrase is needed and there is none */
    ImageException passphraseMissing() {
        return unusable("it is encrypted and no passphrase is given", passphraseRemedy);
    }

    /** @return the exception to throw where the passphrase does not open the key */
    ImageException passphraseWrong() {
        return unusable("the passphrase given is not its own", passphraseRemedy);
    }

    private ImageException unusable(String why, String remedy) {
        return new ImageException("Cannot use " + subject + ": " + why + ". " + remedy);
    }
}
