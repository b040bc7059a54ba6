package io.github.imagepromotion.signing;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.testing.NeedsTools;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsTools
class VerificationKeyTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @ParameterizedTest
    @EnumSource
    void parseWhenKeyWasWrittenIsTheSameKey(KeyKind kind) {
        VerificationKey key = kind.key().publicKey();

        List<VerificationKey> parsed = VerificationKey.parse(key.pem(), "cosign.pub");

        assertThat(parsed).containsExactly(key);
        assertThat(parsed.get(0)).hasSameHashCodeAs(key).hasToString(key.id().toString());
        assertThat(key.id())
                .isEqualTo(
                        Digest.sha256(PemBlock.all(key.pem()).get(0).content().orElseThrow()));
    }

    @Test
    void parseWhenTextHoldsSeveralKeysGivesEachOnce() {
        VerificationKey first = KeyKind.P256.key().publicKey();
        VerificationKey second = KeyKind.ED25519.key().publicKey();

        assertThat(VerificationKey.parse("# ours\n" + first.pem() + second.pem() + first.pem(), "keys"))
                .containsExactly(first, second);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void parseWhenTextHoldsAnythingElseRefuses() {
        String pem = KeyKind.P256.key().publicKey().pem();
        byte[] content = PemBlock.all(pem).get(0).content().orElseThrow();
        content[content.length - 1] ^= 1;

        assertThatThrownBy(() -> VerificationKey.parse("", "keys"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("it holds no key in PEM form")
                .satisfies(tells("<trustedKeys> (-Dimage.trustedKeys)"));
        assertThatThrownBy(() -> VerificationKey.parse(pem + KeyKind.P256.pem(), "keys"))
                .hasMessageContaining("it holds a 'PRIVATE KEY' block");
        assertThatThrownBy(() -> VerificationKey.parse(PemBlock.write("PUBLIC KEY", content), "keys"))
                .hasMessageContaining("a key in it is damaged or too weak");
        assertThatThrownBy(() -> VerificationKey.parse(publicPem("EC", "ec_paramgen_curve:P-521"), "keys"))
                .hasMessageContaining("a key in it is of another kind");
        assertThatThrownBy(() -> VerificationKey.parse(publicPem("RSA", "rsa_keygen_bits:1024"), "keys"))
                .hasMessageContaining("a key in it is damaged or too weak");
    }

    @ParameterizedTest
    @EnumSource
    void verifyWhenAnythingIsChangedIsFalse(KeyKind kind) {
        SigningKey key = kind.key();
        byte[] signature = key.sign(MESSAGE);

        assertThat(key.publicKey().verify(MESSAGE, signature)).isTrue();
        assertThat(kind.another().publicKey().verify(MESSAGE, signature)).isFalse();
        assertThat(key.publicKey().verify(new byte[] {1, 2, 4}, signature)).isFalse();
        assertThat(key.publicKey().verify(MESSAGE, new byte[0])).isFalse();
        assertThat(key.publicKey().verify(MESSAGE, new byte[signature.length])).isFalse();
        assertThat(key.publicKey().verify(MESSAGE, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
        for (int at = 0; at < signature.length; at += kind == KeyKind.RSA ? 16 : 1) {
            byte[] changed = signature.clone();
            changed[at] ^= 1;
            assertThat(key.publicKey().verify(MESSAGE, changed)).isFalse();
        }
    }

    /** CVE-2022-21449: r and s of nought. */
    @Test
    void verifyWhenEcSignatureIsBlankIsFalse() {
        byte[] blank = {0x30, 6, 2, 1, 0, 2, 1, 0};

        assertThat(KeyKind.P256.key().publicKey().verify(MESSAGE, blank)).isFalse();
        assertThat(KeyKind.P384.key().publicKey().verify(MESSAGE, blank)).isFalse();
    }

    /** Each level is a sequence of unknown length in another. */
    @Test
    void verifyWhenEcSignatureNestsIsFalse() {
        VerificationKey key = KeyKind.P256.key().publicKey();

        for (int levels : new int[] {1, 1024, 10_000_000}) {
            byte[] nested = new byte[2 * levels];
            for (int at = 0; at < nested.length; at += 2) {
                nested[at] = 0x30;
                nested[at + 1] = (byte) 0x80;
            }
            assertThat(key.verify(MESSAGE, nested)).isFalse();
        }
    }

    private static String publicPem(String algorithm, String option) {
        return KeyKind.publicPem(KeyKind.generate(algorithm, option));
    }
}
