package io.github.imagepromotion.signing;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed25519phSigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.RSADigestSigner;

/**
 * The supported types of keys, with the signatures that each creates and accepts. Signatures are deterministic: ECDSA
 * derives its nonce from key and message (RFC 6979) and uses the lower of two signatures ({@link LowerS}), RSA is
 * PKCS#1 v1.5 (RFC 8017, section 8.2), Ed25519 is pure (RFC 8032, section 5.1).
 *
 * <p>{@code cosign verify --key} (3.1.1, {@code cmd/cosign/cli/verify}, hash algorithm {@code SHA256} unless told
 * otherwise) expects SHA-256 for any curve, and pure Ed25519. {@code cosign sign} is inconsistent with it: it uses
 * SHA-384 with P-384, and Ed25519ph with Ed25519 ({@code pkg/cosign/keys.go}, GetDefaultLoadOptions), and its own
 * verifier then rejects both. This class creates what the verifier expects, and accepts both. The JDK's ECDSA is not
 * used: it is not deterministic, and JDK 17.0.2 and earlier accept a blank signature (CVE-2022-21449).
 */
enum KeyType {
    P256(() -> ecdsa(new SHA256Digest())),
    P384(() -> ecdsa(new SHA256Digest()), () -> ecdsa(new SHA384Digest())),
    RSA(() -> new RSADigestSigner(new SHA256Digest())),
    ED25519(Ed25519Signer::new, () -> new Ed25519phSigner(new byte[0]));

    private static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    private static final String SECP256R1 = "1.2.840.10045.3.1.7";
    private static final String SECP384R1 = "1.3.132.0.34";
    private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    private static final String ID_ED25519 = "1.3.101.112";

    private final List<Supplier<Signer>> schemes;

    @SafeVarargs
    KeyType(Supplier<Signer>... schemes) {
        this.schemes = List.of(schemes);
    }

    /**
     * @param algorithm algorithm of a PKCS#8 or SPKI structure
     * @return the type; empty if it is not supported. Curves must be named, not given by explicit parameters
     */
    static Optional<KeyType> of(AlgorithmIdentifier algorithm) {
        return switch (algorithm.getAlgorithm().getId()) {
            case EC_PUBLIC_KEY ->
                algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
                        ? ofCurve(curve.getId())
                        : Optional.empty();
            case RSA_ENCRYPTION -> Optional.of(RSA);
            case ID_ED25519 -> Optional.of(ED25519);
            default -> Optional.empty();
        };
    }

    private static Optional<KeyType> ofCurve(String curve) {
        return switch (curve) {
            case SECP256R1 -> Optional.of(P256);
            case SECP384R1 -> Optional.of(P384);
            default -> Optional.empty();
        };
    }

    byte[] sign(CipherParameters key, byte[] message) {
        Signer signer = schemes.get(0).get();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("a key that signed before does not sign", e);
        }
    }

    boolean verify(CipherParameters key, byte[] message, byte[] signature) {
        return schemes.stream().anyMatch(scheme -> {
            Signer verifier = scheme.get();
            verifier.init(false, key);
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature);
        });
    }

    private static Signer ecdsa(Digest hash) {
        return new DSADigestSigner(new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest())), hash, new LowerS());
    }
}
