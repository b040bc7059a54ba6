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

/** A private key for signing. Signatures are deterministic. The key is never printed. */
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
        // A key with inconsistent parts would create signatures that nobody can verify.
        if (!publicKey.verify(SAMPLE, sign(SAMPLE))) {
            throw new IllegalArgumentException("the parts of the key do not belong together");
        }
    }

    /**
     * Parses a private key in any of the forms of {@link PrivateKeyPem}.
     *
     * @param pem text with one private key: EC P-256 or P-384, RSA of at least 2048 bits, or Ed25519
     * @param passphrase the key's passphrase; neither stored nor cleared. A cosign key created without a passphrase
     *     needs none
     * @param name file or variable of the text, for messages
     * @return the key
     * @throws ImageException if it is not such a key, or the passphrase is missing or wrong
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
     * @param message message to sign
     * @return the signature: DER for EC (RFC 3279, section 2.2.3), otherwise the bytes of the scheme
     */
    public byte[] sign(byte[] message) {
        return type.sign(key, message);
    }

    /** {@return the public key} */
    public VerificationKey publicKey() {
        return publicKey;
    }

    /** {@return the name in the comment {@code # NAME} before the key; not verified} */
    public Optional<String> holder() {
        return holder;
    }

    /** {@return {@code ***}} */
    @Override
    public String toString() {
        return "***";
    }
}
