package io.github.imagepromotion.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A PKCS#8 key encrypted by PBES2 (RFC 8018, section 6.2; RFC 7914, section 7), as openssl and the JDK write it: with
 * PBKDF2 or scrypt, and AES or triple DES in CBC mode. The JDK's own implementation lacks scrypt and does not bound the
 * cost.
 */
final class Pbes2 {
    private static final int MOST_ITERATIONS = 5_000_000;
    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";

    private static final Map<String, Supplier<Digest>> HASHES = Map.of(
            "1.2.840.113549.2.7", SHA1Digest::new,
            "1.2.840.113549.2.8", SHA224Digest::new,
            "1.2.840.113549.2.9", SHA256Digest::new,
            "1.2.840.113549.2.10", SHA384Digest::new,
            "1.2.840.113549.2.11", SHA512Digest::new);

    private static final Map<String, Encryption> ENCRYPTIONS = Map.of(
            "2.16.840.1.101.3.4.1.2", new Encryption("AES", 16),
            "2.16.840.1.101.3.4.1.22", new Encryption("AES", 24),
            "2.16.840.1.101.3.4.1.42", new Encryption("AES", 32),
            "1.2.840.113549.3.7", new Encryption("DESede", 24));

    private record Encryption(String algorithm, int keyBytes) {}

    private Pbes2() {}

    /**
     * @param content an {@code EncryptedPrivateKeyInfo}
     * @param passphrase passphrase in UTF-8
     * @param source origin of the key
     * @return the PKCS#8 key; empty if the passphrase is wrong
     * @throws io.github.imagepromotion.image.ImageException if the encryption scheme is not supported
     * @throws RuntimeException if the content is malformed
     */
    static Optional<byte[]> decrypt(byte[] content, byte[] passphrase, KeySource source) {
        EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(content);
        if (!info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            throw unknown(source);
        }
        PBES2Parameters parameters =
                PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
        Encryption encryption =
                ENCRYPTIONS.get(parameters.getEncryptionScheme().getAlgorithm().getId());
        if (encryption == null) {
            throw unknown(source);
        }
        byte[] key = derive(parameters.getKeyDerivationFunc(), passphrase, encryption.keyBytes(), source);
        byte[] iv = ASN1OctetString.getInstance(parameters.getEncryptionScheme().getParameters())
                .getOctets();
        return decrypt(encryption.algorithm(), key, iv, info.getEncryptedData());
    }

    private static byte[] derive(KeyDerivationFunc function, byte[] passphrase, int length, KeySource source) {
        if (function.getAlgorithm().getId().equals(SCRYPT)) {
            return scrypt(ASN1Sequence.getInstance(function.getParameters()), passphrase, length);
        }
        if (!function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw unknown(source);
        }
        PBKDF2Params parameters = PBKDF2Params.getInstance(function.getParameters());
        Supplier<Digest> hash = HASHES.get(parameters.getPrf().getAlgorithm().getId());
        if (hash == null) {
            throw unknown(source);
        }
        if (parameters.getIterationCount().compareTo(BigInteger.valueOf(MOST_ITERATIONS)) > 0) {
            throw source.refused("it asks for more than " + MOST_ITERATIONS + " iterations to derive its key");
        }
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(hash.get());
        generator.init(
                passphrase, parameters.getSalt(), parameters.getIterationCount().intValueExact());
        return ((KeyParameter) generator.generateDerivedParameters(length * 8)).getKey();
    }

    private static byte[] scrypt(ASN1Sequence parameters, byte[] passphrase, int length) {
        ScryptCost cost = new ScryptCost(number(parameters, 1), number(parameters, 2), number(parameters, 3));
        return cost.derive(
                passphrase,
                ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets(),
                length);
    }

    private static long number(ASN1Sequence sequence, int index) {
        return ASN1Integer.getInstance(sequence.getObjectAt(index)).longValueExact();
    }

    private static Optional<byte[]> decrypt(String algorithm, byte[] key, byte[] iv, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm), new IvParameterSpec(iv));
            return Optional.of(cipher.doFinal(data));
        } catch (BadPaddingException e) {
            return Optional.empty();
        } catch (IllegalBlockSizeException e) {
            throw new IllegalArgumentException("cut off");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES and triple DES", e);
        }
    }

    private static RuntimeException unknown(KeySource source) {
        return source.refused("it is encrypted in a way that is not known here (known are PBES2 with PBKDF2 or scrypt,"
                + " and AES or triple DES; openssl pkcs8 -topk8 -v2 aes-256-cbc writes it)");
    }

    /**
     * Cost parameters of scrypt (RFC 7914, section 2). They come from the key file, so they are limited to 256 MiB of
     * memory and some seconds of work. cosign and openssl write {@code N=65536, r=8, p=1} or less.
     *
     * @param n cost, a power of two
     * @param r block size
     * @param p parallelization
     */
    record ScryptCost(long n, long r, long p) {
        private static final long MOST_MEMORY = 256L << 20;
        private static final long MOST_PARALLEL = 8;

        /** @throws IllegalArgumentException if the parameters are invalid or too large */
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
}
