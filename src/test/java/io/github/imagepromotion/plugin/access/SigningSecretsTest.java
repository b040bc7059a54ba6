package io.github.imagepromotion.plugin.access;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.registry.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signing key and its passphrase: whoever says either, says stars. */
class SigningSecretsTest {
    private static final String PEM = privateKey();

    @TempDir
    private Path directory;

    private final Redactor redactor = new Redactor();

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SigningSecrets secrets() {
        return new SigningSecrets(
                directory,
                Map.of("KEY", PEM.replace('\n', ' '), "PASS", "kanarien/vogel"),
                id -> "kanarien/" + id,
                redactor);
    }

    private void hidesTheKey(String text) {
        String[] lines = PEM.split("\n");
        assertThat(lines).hasSizeGreaterThan(3);
        for (int i = 1; i < lines.length - 1; i++) {
            assertThat(redactor.clean(text)).doesNotContain(lines[i]);
        }
    }

    @Test
    void pemWhenItIsInAFileOrAVariableIsHiddenLineByLine() throws IOException {
        Files.writeString(directory.resolve("release.key"), PEM);
        assertThat(secrets().pem("release.key")).isEqualTo(PEM);
        hidesTheKey(PEM);
        assertThat(secrets().pem("env:KEY")).isEqualTo(PEM.replace('\n', ' '));
        hidesTheKey(PEM.replace('\n', ' '));
    }

    @Test
    void passphraseWhenItIsReadIsHidden() {
        assertThat(secrets().passphraseOfVariable("PASS")).containsExactly("kanarien/vogel".toCharArray());
        assertThat(secrets().passphraseOfServer("prod")).containsExactly("kanarien/prod".toCharArray());
        String base64 = Base64.getEncoder().encodeToString("kanarien/prod".getBytes(StandardCharsets.UTF_8));
        assertThat(redactor.clean("kanarien/vogel kanarien%2Fprod " + base64)).isEqualTo("*** *** ***");
    }

    @Test
    void pemWhenTheKeyItselfIsConfiguredIsRefusedWithoutIt() {
        assertThatThrownBy(() -> secrets().pem(PEM))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("<signing><keyFile>", "-Dimage.signing.keyFile", "env:NAME"))
                .hasMessageNotContainingAny("BEGIN", PEM.substring(30, 60));
        hidesTheKey(PEM);
    }

    @Test
    void pemWhenThereIsNoneNamesIt() {
        assertThatThrownBy(() -> secrets().pem("none.key"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'none.key'", "-Dimage.signing.keyFile"));
        assertThatThrownBy(() -> secrets().pem("env:NONE"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'NONE'", "not set", "<keyFile>"));
        assertThatThrownBy(() -> secrets().passphraseOfVariable("NONE"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'NONE'", "not set", "<passphraseEnv>"));
    }
}
