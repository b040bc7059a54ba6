package io.github.imagepromotion.testing;

import io.github.imagepromotion.signing.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;

/** Keys of tests. */
public final class TestKeys {
    private TestKeys() {}

    /** @return an Ed25519 key that nobody else has */
    public static SigningKey next() {
        return SigningKey.parse(pem(), Optional.empty(), "a test's key");
    }

    /** @return such a key as a file holds it */
    public static String pem() {
        try {
            byte[] pkcs8 = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
