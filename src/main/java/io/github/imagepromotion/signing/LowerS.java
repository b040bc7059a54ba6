package io.github.imagepromotion.signing;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * ECDSA signatures with the lower of the two values of {@code s} that verify (SEC 1, 4.1.4: {@code n - s} is as good as
 * {@code s}). Who takes the other one makes another document of the same statement, without the key.
 */
final class LowerS extends StandardDSAEncoding {

    @Override
    public byte[] encode(BigInteger n, BigInteger r, BigInteger s) throws IOException {
        return super.encode(n, r, s.min(n.subtract(s)));
    }

    /** Others make the higher one as often. */
    @Override
    public BigInteger[] decode(BigInteger n, byte[] encoding) throws IOException {
        return INSTANCE.decode(n, encoding);
    }

    /**
     * @param key that verifies the signature
     * @param signature of any kind of key
     * @return whether it is the one that this plugin makes of the two
     */
    static boolean isKept(CipherParameters key, byte[] signature) {
        if (!(key instanceof ECKeyParameters ec)) {
            return true;
        }
        BigInteger n = ec.getParameters().getN();
        try {
            BigInteger s = INSTANCE.decode(n, signature)[1];
            return s.compareTo(n.subtract(s)) <= 0;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
