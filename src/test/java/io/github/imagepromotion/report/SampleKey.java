package io.github.imagepromotion.report;

import io.github.imagepromotion.signing.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;

/** A key that is the same in every run, so that pictures are. It guards nothing. */
final class SampleKey {
    private SampleKey() {}

    static SigningKey make() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(1);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
            return SigningKey.parse(pem, Optional.empty(), "sample key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
