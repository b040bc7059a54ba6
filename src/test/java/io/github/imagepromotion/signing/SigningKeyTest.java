package io.github.imagepromotion.signing;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.plugin.console.Told.tellsExactly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsTools
class SigningKeyTest {
    private static final String PASSPHRASE = "Grüße, Welt";
    private static final byte[] MESSAGE = "sample".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void signWhenKeyIsOpensslsIsVerifiedByOpenssl(KeyKind kind) throws IOException {
        Path key = file("key.pem", kind.pem());
        Path publicKey = directory.resolve("key.pub");
        openssl("pkey", "-in", key.toString(), "-pubout", "-out", publicKey.toString());

        SigningKey read = parse(Files.readString(key));

        assertThat(read.publicKey().pem()).isEqualTo(Files.readString(publicKey));
        Path message = Files.write(directory.resolve("message"), MESSAGE);
        Path signature = Files.write(directory.resolve("signature"), read.sign(MESSAGE));
        List<String> how = kind == KeyKind.ED25519
                ? List.of(
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-rawin",
                        "-inkey",
                        publicKey.toString(),
                        "-sigfile",
                        signature.toString(),
                        "-in",
                        message.toString())
                : List.of(
                        "dgst",
                        "-sha256",
                        "-verify",
                        publicKey.toString(),
                        "-signature",
                        signature.toString(),
                        message.toString());
        assertThat(openssl(how.toArray(String[]::new))).contains("erified");
    }

    @ParameterizedTest
    @EnumSource
    void signWhenRepeatedGivesTheSameBytes(KeyKind kind) {
        String pem = kind.pem();

        assertThat(parse(pem).sign(MESSAGE)).isEqualTo(parse(pem).sign(MESSAGE));
        assertThat(parse(pem).sign(MESSAGE)).isNotEqualTo(parse(pem).sign(new byte[0]));
    }

    /** RFC 6979, A.2.5 and A.2.6. */
    @ParameterizedTest
    @CsvSource({
        "3041020100301306072a8648ce3d020106082a8648ce3d0301070427302502010104"
                + "20c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721,"
                + "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716,"
                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8,"
                + "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "304e020100301006072a8648ce3d020106052b81040022043730350201010430"
                + "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5,"
                + "21b13d1e013c7fa1392d03c5f99af8b30c570c6f98d4ea8e354b63a21d3daa33bde1e888e63355d92fa2b3c36d8fb2cd,"
                + "f3aa443fb107745bf4bd77cb3891674632068a10ca67e3d45db2266fa7d1feebefdc63eccd1ac42ec0cb8668a4fa0ab0,"
                + "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"
    })
    void signWhenKeyIsThatOfTheRfcGivesTheLowerOfItsSignatures(String pkcs8, String r, String s, String order)
            throws IOException {
        SigningKey key = parse(PemBlock.write("PRIVATE KEY", HexFormat.of().parseHex(pkcs8)));
        BigInteger anyOrder = BigInteger.ONE.shiftLeft(384);

        BigInteger[] signature = StandardDSAEncoding.INSTANCE.decode(anyOrder, key.sign(MESSAGE));

        BigInteger n = new BigInteger(order, 16);
        BigInteger ofTheRfc = new BigInteger(s, 16);
        assertThat(signature).containsExactly(new BigInteger(r, 16), ofTheRfc.min(n.subtract(ofTheRfc)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-v2 aes-128-cbc",
                "-v2 aes-192-cbc -v2prf hmacWithSHA1",
                "-v2 aes-256-cbc",
                "-v2 aes-256-cbc -v2prf hmacWithSHA224",
                "-v2 aes-256-cbc -v2prf hmacWithSHA384",
                "-v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 100000",
                "-v2 des3",
                "-scrypt",
                "-scrypt -scrypt_N 8192 -scrypt_r 4 -scrypt_p 2"
            })
    void parseWhenOpensslEncryptedTheKeyOpensIt(String options) throws IOException {
        String plain = KeyKind.P256.pem();
        String encrypted = encrypt(plain, PASSPHRASE, options);

        assertThat(encrypted).contains("BEGIN ENCRYPTED PRIVATE KEY");
        assertThat(parse(encrypted, PASSPHRASE).publicKey())
                .isEqualTo(parse(plain).publicKey());
        assertThatThrownBy(() -> parse(encrypted, "another"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("the passphrase given is not its own")
                .satisfies(tells("-Dimage.signing.passphraseEnv"));
        assertThatThrownBy(() -> parse(encrypted))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("no passphrase is given")
                .satisfies(tells("<signing><serverId>"));
    }

    @ParameterizedTest
    @EnumSource
    void parseWhenKeyIsEncryptedOpensEveryKind(KeyKind kind) throws IOException {
        String plain = kind.pem();

        assertThat(parse(encrypt(plain, PASSPHRASE, "-v2 aes-256-cbc"), PASSPHRASE)
                        .publicKey())
                .isEqualTo(parse(plain).publicKey());
    }

    @Test
    void parseWhenJdkEncryptedTheKeyOpensIt() throws GeneralSecurityException, IOException {
        byte[] plain = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Cipher cipher = Cipher.getInstance("PBEWithHmacSHA512AndAES_256");
        SecretKey secret = SecretKeyFactory.getInstance("PBEWithHmacSHA512AndAES_256")
                .generateSecret(new PBEKeySpec("secret".toCharArray()));
        cipher.init(Cipher.ENCRYPT_MODE, secret, SecureRandom.getInstanceStrong());
        // The JDK 17's own EncryptedPrivateKeyInfo knows no name for what its cipher does.
        ASN1Primitive parameters =
                ASN1Primitive.fromByteArray(cipher.getParameters().getEncoded());
        byte[] encrypted = new EncryptedPrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), cipher.doFinal(plain))
                .getEncoded();

        assertThat(parse(PemBlock.write("ENCRYPTED PRIVATE KEY", encrypted), "secret")
                        .publicKey())
                .isEqualTo(parse(PemBlock.write("PRIVATE KEY", plain)).publicKey());
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "P384", "RSA"})
    void parseWhenKeyIsInItsTraditionalFormReadsIt(KeyKind kind) throws IOException {
        Path plain = file("key.pem", kind.pem());
        String traditional = openssl("pkey", "-traditional", "-in", plain.toString());

        assertThat(traditional).containsAnyOf("BEGIN EC PRIVATE KEY", "BEGIN RSA PRIVATE KEY");
        assertThat(parse(traditional).publicKey())
                .isEqualTo(parse(Files.readString(plain)).publicKey());
    }

    @Test
    void parseWhenParametersStandBeforeTheKeyReadsIt() {
        String pem = openssl("ecparam", "-name", "prime256v1", "-genkey");

        assertThat(pem).contains("BEGIN EC PARAMETERS");
        assertThat(parse(pem).sign(MESSAGE)).isNotEmpty();
    }

    @Test
    void parseWhenVariableLostItsLineEndsReadsIt() {
        String pem = KeyKind.P256.pem();

        assertThat(parse(pem.replace('\n', ' ')).publicKey())
                .isEqualTo(parse(pem).publicKey());
        assertThat(parse(pem.replace("\n", "\r\n")).publicKey())
                .isEqualTo(parse(pem).publicKey());
    }

    @Test
    void parseWhenKeyIsOfAnotherKindRefuses() throws IOException {
        assertThatThrownBy(() -> parse(KeyKind.generate("EC", "ec_paramgen_curve:P-521")))
                .satisfies(tellsExactly(
                        "Cannot use the signing key 'my.key': it is a key of another kind. Set <signing><keyFile>"
                                + " (-Dimage.signing.keyFile) to a private key in PEM form: EC P-256 or P-384, RSA of 2048 bits"
                                + " or more, or Ed25519; PKCS#8 or cosign's own form."));
        assertThatThrownBy(() -> parse(KeyKind.generate("EC", "ec_paramgen_curve:P-256", "ec_param_enc:explicit")))
                .hasMessageContaining("it is a key of another kind");
        assertThatThrownBy(() -> parse(KeyKind.generate("RSA", "rsa_keygen_bits:1024")))
                .hasMessageContaining("it is an RSA key of 1024 bits only");
        assertThatThrownBy(() -> parse(KeyKind.generate("X25519"))).hasMessageContaining("it is a key of another kind");
        assertThatThrownBy(() -> parse(encrypt(KeyKind.P256.pem(), "x", "-v1 PBE-SHA1-3DES"), "x"))
                .hasMessageContaining("it is encrypted in a way that is not known here");
    }

    @Test
    void parseWhenTextHoldsNoKeyRefuses() throws IOException {
        String pem = KeyKind.P256.pem();
        String old = openssl(
                "ec",
                "-aes128",
                "-passout",
                "pass:old",
                "-in",
                file("key.pem", pem).toString());

        for (String none : List.of("", "garbage", parse(pem).publicKey().pem(), pem.substring(0, pem.length() / 2))) {
            assertThatThrownBy(() -> parse(none))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("it holds no private key");
        }
        assertThatThrownBy(() -> parse(pem + pem)).hasMessageContaining("it holds several private keys");
        assertThatThrownBy(() -> parse(pem.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY")))
                .hasMessageContaining("its form 'OPENSSH PRIVATE KEY' is not known here");
        assertThatThrownBy(() -> parse(old)).hasMessageContaining("openssl pkcs8 -topk8");
    }

    /** Whatever is in the file: the key as it was, or a sentence with the remedy and nothing of the key. */
    @ParameterizedTest
    @EnumSource
    void parseWhenAnyByteIsChangedNeverGivesAKeyThatDoesNotVerify(KeyKind kind) {
        byte[] content = PemBlock.all(kind.pem()).get(0).content().orElseThrow();
        int step = kind == KeyKind.RSA ? 37 : 1;
        int refused = 0;
        for (int at = 0; at < content.length; at += step) {
            byte[] changed = content.clone();
            changed[at] ^= 0x11;
            try {
                SigningKey key = parse(PemBlock.write("PRIVATE KEY", changed));
                assertThat(key.publicKey().verify(MESSAGE, key.sign(MESSAGE))).isTrue();
            } catch (ImageException e) {
                refused++;
                assertThat(e).hasNoCause().satisfies(tells("-Dimage.signing.keyFile"));
            }
        }
        assertThat(refused).isPositive();
        for (int length = 0; length < content.length; length += step) {
            byte[] cut = Arrays.copyOf(content, length);
            assertThatThrownBy(() -> parse(PemBlock.write("PRIVATE KEY", cut))).isInstanceOf(ImageException.class);
        }
    }

    @Test
    void parseWhenEncryptedKeyIsDamagedRefuses() throws IOException {
        String encrypted = encrypt(KeyKind.P256.pem(), "x", "-v2 aes-256-cbc -iter 1");
        byte[] content = PemBlock.all(encrypted).get(0).content().orElseThrow();
        for (int at = 0; at < content.length; at++) {
            byte[] changed = content.clone();
            changed[at] ^= 0x01;
            String pem = PemBlock.write("ENCRYPTED PRIVATE KEY", changed);
            try {
                SigningKey key = parse(pem, "x");
                assertThat(key.publicKey().verify(MESSAGE, key.sign(MESSAGE))).isTrue();
            } catch (ImageException e) {
                assertThat(e).satisfies(tells("(-Dimage.signing."));
            }
        }
    }

    @Test
    void parseWhenDerivingTheKeyWouldTakeForEverRefuses() throws IOException {
        byte[] content = PemBlock.all(encrypt(KeyKind.P256.pem(), "x", "-v2 aes-256-cbc -iter 65537"))
                .get(0)
                .content()
                .orElseThrow();
        String hex = HexFormat.of().formatHex(content);
        assertThat(hex).containsOnlyOnce("0203010001");
        byte[] costly = HexFormat.of().parseHex(hex.replace("0203010001", "02037fffff"));

        assertThatThrownBy(() -> parse(PemBlock.write("ENCRYPTED PRIVATE KEY", costly), "x"))
                .hasMessageContaining("more than 5000000 iterations");
    }

    @Test
    void toStringWhenPrintedTellsNothing() {
        assertThat(KeyKind.P256.key()).hasToString("***");
    }

    private String encrypt(String pem, String passphrase, String options) throws IOException {
        List<String> command = new ArrayList<>(List.of("pkcs8", "-topk8", "-passout", "pass:" + passphrase, "-in"));
        command.add(file("plain.pem", pem).toString());
        command.addAll(List.of(options.split(" ")));
        return openssl(command.toArray(String[]::new));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static String openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(KeyKind.openssl()));
        command.addAll(List.of(arguments));
        return new String(Commands.run(command.toArray(String[]::new)), StandardCharsets.UTF_8);
    }

    private static SigningKey parse(String pem) {
        return SigningKey.parse(pem, Optional.empty(), "my.key");
    }

    private static SigningKey parse(String pem, String passphrase) {
        return SigningKey.parse(pem, Optional.of(passphrase.toCharArray()), "my.key");
    }
}
