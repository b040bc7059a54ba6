package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.signing.KeySource.KeyReason;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** A public key: EC P-256 or P-384, RSA of at least 2048 bits, or Ed25519. Keys are equal if their SPKI is. */
public final class VerificationKey {
    static final int FEWEST_RSA_BITS = 2048;
    private static final int MOST_KEYS = 64;
    /**
     * Length of the largest RSA key's signature, in bytes. Longer input is not parsed, since it may be deeply nested.
     */
    private static final int LONGEST_SIGNATURE = 2048;

    private static final String LABEL = "PUBLIC KEY";

    private final KeyType type;
    private final AsymmetricKeyParameter key;
    private final byte[] spki;
    private final Digest id;

    private VerificationKey(KeyType type, AsymmetricKeyParameter key) throws IOException {
        if (key instanceof RSAKeyParameters rsa && !isStrong(rsa)) {
            throw new IllegalArgumentException("RSA key of fewer than 2048 bits, or with exponent 1");
        }
        this.type = type;
        this.key = key;
        // Encoded again, so that a key has one id whatever its encoding in the file.
        this.spki = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded("DER");
        this.id = Digest.sha256(spki);
    }

    private static boolean isStrong(RSAKeyParameters rsa) {
        return rsa.getModulus().bitLength() >= FEWEST_RSA_BITS
                && rsa.getExponent().compareTo(BigInteger.ONE) > 0;
    }

    /** {@return the public key of a parsed key} */
    static VerificationKey of(KeyType type, AsymmetricKeyParameter key) throws IOException {
        return new VerificationKey(type, key);
    }

    /**
     * @param pem text with one or more {@code PUBLIC KEY} blocks (SPKI, RFC 5280, section 4.1)
     * @param name file or variable of the text, for messages
     * @return the keys in order, without duplicates, at least one
     * @throws ImageException if there is none, or anything but public keys of these types
     */
    public static List<VerificationKey> parse(String pem, String name) {
        List<PemBlock> blocks = PemBlock.all(pem);
        if (blocks.isEmpty() || blocks.size() > MOST_KEYS) {
            throw refused(name, "it holds no key in PEM form, or more than " + MOST_KEYS);
        }
        Set<VerificationKey> keys = new LinkedHashSet<>();
        blocks.forEach(block -> keys.add(parse(block, name)));
        return List.copyOf(keys);
    }

    private static VerificationKey parse(PemBlock block, String name) {
        if (!block.label().equals(LABEL)) {
            throw refused(name, "it holds a " + Text.quote(block.label()) + " block");
        }
        Optional<VerificationKey> key = Optional.empty();
        try {
            SubjectPublicKeyInfo info =
                    SubjectPublicKeyInfo.getInstance(block.content().orElseThrow());
            Optional<KeyType> type = KeyType.of(info.getAlgorithm());
            if (type.isPresent()) {
                key = Optional.of(new VerificationKey(type.get(), PublicKeyFactory.createKey(info)));
            }
        } catch (IOException | RuntimeException e) {
            throw new ImageException(message(name, "a key in it is damaged or too weak"), e);
        }
        return key.orElseThrow(() -> refused(name, "a key in it is of another kind"));
    }

    private static ImageException refused(String name, String why) {
        return new ImageException(message(name, why));
    }

    private static Message message(String name, String why) {
        return Message.of("Cannot use the public keys of " + Text.quote(name) + ": " + why + ".")
                .because(KeyReason.PUBLIC_KEYS);
    }

    /**
     * @param message the signed message
     * @param signature any bytes
     * @return whether the signature is valid
     */
    public boolean verify(byte[] message, byte[] signature) {
        return signature.length <= LONGEST_SIGNATURE && type.verify(key, message, signature);
    }

    /**
     * @param signature a valid signature
     * @return whether it is the one of equally valid ones that this plugin creates
     */
    boolean isOwnForm(byte[] signature) {
        return LowerS.isKept(key, signature);
    }

    /**
     * {@return the SHA-256 of the key's SPKI in DER, which identifies the key in everything that this plugin writes}
     */
    public Digest id() {
        return id;
    }

    /**
     * {@return cosign's key hint in a bundle: {@link #id} in Base64 instead of hexadecimal (cosign 3.1.1, {@code
     * internal/key/svkeypair.go})}
     */
    public String hint() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(id.hex()));
    }

    /** {@return the key as a {@code PUBLIC KEY} block, as accepted by {@code cosign verify --key}} */
    public String pem() {
        return PemBlock.write(LABEL, spki);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** {@return {@link #id}} */
    @Override
    public String toString() {
        return id.toString();
    }
}
