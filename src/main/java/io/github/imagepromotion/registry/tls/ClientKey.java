package io.github.imagepromotion.registry.tls;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.tls.TlsContext.TlsReason;
import io.github.imagepromotion.signing.KeySource;
import io.github.imagepromotion.signing.PrivateKeyPem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/**
 * The private key of a client certificate.
 *
 * @param file its PEM file
 * @param key the key, in memory only
 */
record ClientKey(PemFile file, PrivateKey key) {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /**
     * @param file PEM file with the key
     * @param passphrase passphrase, if the key is encrypted
     * @param passphraseReason reason of errors about the passphrase
     * @throws ImageException if the file has no key or several, or the key cannot be decrypted
     */
    static ClientKey in(PemFile file, Optional<Secret> passphrase, TlsReason passphraseReason) {
        KeySource source = new KeySource(file.subject(), TlsReason.KEY_FORM, passphraseReason);
        byte[] content = PrivateKeyPem.in(file.text(), source)
                .pkcs8(passphrase.map(secret -> secret.reveal().toCharArray()));
        for (String algorithm : ALGORITHMS) {
            try {
                return new ClientKey(
                        file, KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content)));
            } catch (GeneralSecurityException e) {
                // Another algorithm; the exception is dropped, since it may quote the key.
            }
        }
        throw source.refused("its key cannot be read");
    }

    /**
     * @param certificate public key of the certificate
     * @throws ImageException if it does not match
     */
    void checkBelongsTo(PublicKey certificate) {
        try {
            Signature signature = Signature.getInstance(algorithm());
            byte[] anything = "pair".getBytes(StandardCharsets.US_ASCII);
            signature.initSign(key);
            signature.update(anything);
            byte[] signed = signature.sign();
            signature.initVerify(certificate);
            signature.update(anything);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            // Another type of key.
        }
        throw new ImageException(
                Message.of("Cannot use " + file.subject() + ": the key is not that of the first certificate.")
                        .because(TlsReason.OTHER_KEY));
    }

    private String algorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
    }
}
