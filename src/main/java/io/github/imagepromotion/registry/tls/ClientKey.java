package io.github.imagepromotion.registry.tls;

import io.github.imagepromotion.image.ImageException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * The private key of a client certificate, from a PEM file.
 *
 * @param file it was in
 * @param key in memory only
 */
record ClientKey(PemFile file, PrivateKey key) {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** @throws ImageException if the file holds no key in PKCS#8, with the command that makes one where it can be made */
    static ClientKey in(PemFile file) {
        List<byte[]> keys = file.contents("PRIVATE KEY");
        if (keys.size() == 1) {
            return new ClientKey(file, key(file, keys.get(0)));
        }
        if (file.has("ENCRYPTED PRIVATE KEY")) {
            throw file.refused("the key is encrypted. Put it into a keystore, whose password can be in settings.xml"
                    + " (openssl pkcs12 -export -in CERTIFICATE -inkey KEY -out KEYSTORE), and name that in <keystore>"
                    + " and <keystoreServerId>.");
        }
        if (file.has("RSA PRIVATE KEY") || file.has("EC PRIVATE KEY")) {
            throw file.refused("the key is not in PKCS#8. Convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY8");
        }
        throw file.refused("it holds no private key, or several. It must be a PEM file with one key in PKCS#8"
                + " (-----BEGIN PRIVATE KEY-----).");
    }

    private static PrivateKey key(PemFile file, byte[] content) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
            } catch (GeneralSecurityException e) {
                // Of another kind; the exception is not kept, it may speak of what it read.
            }
        }
        throw file.refused("its key cannot be read. It must be an RSA, EC or Ed25519 key in PKCS#8.");
    }

    /**
     * @param certificate the public half should be in
     * @throws ImageException if it is another key's
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
            // Not even of the same kind.
        }
        throw file.refused("the key is not that of the first certificate in <clientCertificate>. Take both from the"
                + " same place, our own certificate first.");
    }

    private String algorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
    }
}
