package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** A private key. The same key and message make the same signature, always; nothing here ever prints the key. */
public final class SigningKey {
    private static final byte[] SAMPLE = {'s', 'a', 'm', 'p', 'l', 'e'};

    private final KeyType type;
    private final AsymmetricKeyParameter key;
    private final VerificationKey publicKey;
    private final Optional<String> holder;

    private SigningKey(KeyType type, AsymmetricKeyParameter key, Optional<String> holder) throws IOException {
        this.holder = holder;
        this.type = type;
        this.key = key;
        this.publicKey = VerificationKey.of(type, publicHalf(key));
        // A key whose parts do not belong together would sign, and nobody could verify it.
        if (!publicKey.verify(SAMPLE, sign(SAMPLE))) {
            throw new IllegalArgumentException("the parts of the key do not belong together");
        }
    }

    /**
     * Reads a private key in any of the forms of {@link PrivateKeyPem}.
     *
     * @param pem text with one private key of kind EC P-256 or P-384, RSA of 2048 bits or more, or Ed25519
     * @param passphrase of the key; it is not kept and not cleared. A cosign key without one needs none here
     * @param name of the file or variable the text came from, for messages
     * @return the key
     * @throws ImageException if it is no such key, or the passphrase is missing or wrong
     */
    public static SigningKey parse(String pem, Optional<char[]> passphrase, String name) {
        KeySource source = KeySource.signing(name);
        PrivateKeyInfo info = PrivateKeyPem.in(pem, source).open(passphrase);
        KeyType type = KeyType.of(info.getPrivateKeyAlgorithm())
                .orElseThrow(() -> source.refused("it is a key of another kind"));
        try {
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(info);
            if (key instanceof RSAKeyParameters rsa && rsa.getModulus().bitLength() < VerificationKey.FEWEST_RSA_BITS) {
                throw source.refused("it is an RSA key of " + rsa.getModulus().bitLength() + " bits only");
            }
            return new SigningKey(type, key, PemBlock.comment(pem));
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw source.damaged();
        }
    }

    private static AsymmetricKeyParameter publicHalf(AsymmetricKeyParameter key) {
        if (key instanceof ECPrivateKeyParameters ec) {
            ECDomainParameters curve = ec.getParameters();
            return new ECPublicKeyParameters(new FixedPointCombMultiplier().multiply(curve.getG(), ec.getD()), curve);
        }
        if (key instanceof RSAPrivateCrtKeyParameters rsa) {
            return new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
        }
        return ((Ed25519PrivateKeyParameters) key).generatePublicKey();
    }

    /**
     * @param message to sign
     * @return the signature: DER for EC (RFC 3279, section 2.2.3), else the bytes of the scheme
     */
    public byte[] sign(byte[] message) {
        return type.sign(key, message);
    }

    /** {@return the public half} */
    public VerificationKey publicKey() {
        return publicKey;
    }

    /** {@return the name in the comment in front of the key, {@code # NAME}; whoever has the file wrote it} */
    public Optional<String> holder() {
        return holder;
    }

    /** {@return {@code ***}} */
    @Override
    public String toString() {
        return "***";
    }
}
