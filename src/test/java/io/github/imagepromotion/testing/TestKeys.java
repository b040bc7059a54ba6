package io.github.imagepromotion.testing;

import io.github.imagepromotion.signing.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Keys of tests. */
public final class TestKeys {
    private TestKeys() {}

    /** {@return an Ed25519 key that nobody else has} */
    public static SigningKey next() {
        return SigningKey.parse(pem(), Optional.empty(), "a test's key");
    }

    /** {@return the same key in every run for the same number, from 0 to 127 (RFC 8410, section 7)} */
    public static SigningKey fixed(int number) {
        byte[] pkcs8 = HexFormat.of()
                .parseHex("302e020100300506032b657004220420"
                        + String.format("%02x", number).repeat(32));
        return SigningKey.parse(pem(pkcs8), Optional.empty(), "a test's key");
    }

    /** {@return such a key as a file holds it} */
    public static String pem() {
        try {
            byte[] pkcs8 = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return pem(pkcs8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(byte[] pkcs8) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
    }
}
