package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A private key in PEM, for any use: PKCS#8, plain or encrypted (PBES2), SEC 1 (EC), PKCS#1 (RSA), or the format of
 * {@code cosign generate-key-pair}.
 *
 * @param block a block whose label ends in {@code PRIVATE KEY}
 * @param source origin of the key, for messages
 */
public record PrivateKeyPem(PemBlock block, KeySource source) {

    /**
     * @param pem text with one private key
     * @param source origin of the key, for messages
     * @return the key, not decrypted yet
     * @throws ImageException if the text has no key, or several
     */
    public static PrivateKeyPem in(String pem, KeySource source) {
        List<PemBlock> keys = PemBlock.all(pem).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw source.refused(keys.isEmpty() ? "it holds no private key" : "it holds several private keys");
        }
        return new PrivateKeyPem(keys.get(0), source);
    }

    /**
     * @param passphrase the passphrase, if there is one; neither stored nor cleared
     * @return the key as unencrypted PKCS#8 (RFC 5958)
     * @throws ImageException if the key is malformed, or the passphrase missing or wrong
     */
    public byte[] pkcs8(Optional<char[]> passphrase) {
        try {
            return open(passphrase).getEncoded("DER");
        } catch (IOException e) {
            throw source.damaged();
        }
    }

    /**
     * @param passphrase the passphrase, if there is one
     * @return the decrypted key
     * @throws ImageException if the key is malformed, or the passphrase missing or wrong
     */
    PrivateKeyInfo open(Optional<char[]> passphrase) {
        byte[] content = block.content()
                .orElseThrow(() -> source.refused("its base64 is damaged, or it has the headers of an old openssl"
                        + " (openssl pkcs8 -topk8 makes a PKCS#8 key of it)"));
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(content);
                case "EC PRIVATE KEY" -> ofSec1(ECPrivateKey.getInstance(content));
                case "RSA PRIVATE KEY" -> ofPkcs1(RSAPrivateKey.getInstance(content));
                case "ENCRYPTED PRIVATE KEY" -> pkcs8(content, passphrase);
                case "ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY" -> cosign(content, passphrase);
                default -> throw source.refused("its form " + Text.quote(block.label()) + " is not known here");
            };
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw source.damaged();
        }
    }

    /** RFC 5915; the curve is in the key itself. */
    private static PrivateKeyInfo ofSec1(ECPrivateKey key) throws IOException {
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()), key);
    }

    private static PrivateKeyInfo ofPkcs1(RSAPrivateKey key) throws IOException {
        return new PrivateKeyInfo(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), key);
    }

    private PrivateKeyInfo pkcs8(byte[] content, Optional<char[]> passphrase) {
        byte[] secret = utf8(passphrase.orElseThrow(source::passphraseMissing));
        try {
            // A wrong passphrase may happen to give valid padding; the content is not a key then.
            return Pbes2.decrypt(content, secret, source)
                    .flatMap(PrivateKeyPem::key)
                    .orElseThrow(source::passphraseWrong);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private PrivateKeyInfo cosign(byte[] content, Optional<char[]> passphrase) {
        byte[] secret = utf8(passphrase.orElse(new char[0]));
        try {
            Optional<byte[]> opened = CosignKeyFile.decrypt(content, secret, source);
            return PrivateKeyInfo.getInstance(
                    opened.orElseThrow(passphrase.isEmpty() ? source::passphraseMissing : source::passphraseWrong));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static Optional<PrivateKeyInfo> key(byte[] decrypted) {
        try {
            return Optional.of(PrivateKeyInfo.getInstance(decrypted));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(char[] passphrase) {
        ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        Arrays.fill(buffer.array(), (byte) 0);
        return bytes;
    }
}
