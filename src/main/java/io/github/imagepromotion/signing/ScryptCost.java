package io.github.imagepromotion.signing;

import org.bouncycastle.crypto.generators.SCrypt;

/**
 * What deriving a key by scrypt costs (RFC 7914, section 2). The numbers come out of the key file: they are bounded to
 * 256 MiB of memory and some seconds of work. cosign and openssl write {@code N=65536, r=8, p=1} and less.
 *
 * @param n cost, a power of two
 * @param r block size
 * @param p parallelization
 */
record ScryptCost(long n, long r, long p) {
    private static final long MOST_MEMORY = 256L << 20;
    private static final long MOST_PARALLEL = 8;

    /** @throws IllegalArgumentException if the numbers are none that scrypt takes, or absurdly large */
    ScryptCost {
        boolean small = n > 1 && n <= 1 << 24 && r > 0 && r <= 1 << 10 && p > 0 && p <= MOST_PARALLEL;
        if (!small || Long.bitCount(n) != 1 || 128 * n * r > MOST_MEMORY || 128 * n * r * p > MOST_MEMORY * 2) {
            throw new IllegalArgumentException("scrypt parameters out of bounds");
        }
    }

    /** {@return the derived key} */
    byte[] derive(byte[] passphrase, byte[] salt, int length) {
        return SCrypt.generate(passphrase, salt, (int) n, (int) r, (int) p, length);
    }
}
