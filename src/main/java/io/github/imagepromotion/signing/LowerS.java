package io.github.imagepromotion.signing;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * ECDSA signatures with the lower of the two values of {@code s} that verify (SEC 1, 4.1.4: {@code n - s} is as valid
 * as {@code s}). Otherwise anyone could turn a signed document into a different one without the key.
 */
final class LowerS extends StandardDSAEncoding {

    @Override
    public byte[] encode(BigInteger n, BigInteger r, BigInteger s) throws IOException {
        return super.encode(n, r, s.min(n.subtract(s)));
    }

    /** Accepts both, since others create both. */
    @Override
    public BigInteger[] decode(BigInteger n, byte[] encoding) throws IOException {
        return INSTANCE.decode(n, encoding);
    }

    /**
     * @param key verification key
     * @param signature a valid signature of any type of key
     * @return whether it is the one of the two that this plugin creates
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
