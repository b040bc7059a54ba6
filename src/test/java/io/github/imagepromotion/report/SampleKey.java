package io.github.imagepromotion.report;

import io.github.imagepromotion.signing.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;

/** Keys that are the same in every run, so that pictures are. They guard nothing. */
final class SampleKey {
    private SampleKey() {}

    static SigningKey make() {
        return make(1);
    }

    static SigningKey make(int seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
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
