package io.github.imagepromotion.registry.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificate and key files that are not what they should be. */
class TlsContextTest {
    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static TestAuthority.Issued ec;
    private static TestAuthority.Issued rsa;

    @BeforeAll
    static void issue() {
        authority = TestAuthority.in(directory);
        ec = authority.client();
        rsa = authority.rsaClient();
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static void refuses(TlsFiles files, String... parts) {
        assertThatThrownBy(() -> TlsContext.of(files))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContainingAny("MIG", "MII");
    }

    private static void refusesKey(TestAuthority.Issued client, Path key, String... parts) {
        refuses(new TlsFiles(Optional.empty(), Optional.of(new TlsFiles.Pem(client.certificate(), key))), parts);
    }

    @Test
    void caFileWhenItIsNoneSaysSo() throws IOException {
        for (Path none : List.of(
                file("empty.pem", ""),
                file("key.pem", Files.readString(ec.key())),
                file("broken.pem", "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n"))) {
            refuses(new TlsFiles(Optional.of(none), Optional.empty()), "<caFile>", none.toString(), "PEM");
        }
        refuses(
                new TlsFiles(Optional.of(directory.resolve("missing.pem")), Optional.empty()),
                "Cannot read <caFile>",
                "NoSuchFile",
                "-Dimage.environments");
    }

    @Test
    void clientKeyWhenItIsInAnOlderFormGivesTheCommand() {
        Path pkcs1 = directory.resolve("pkcs1.key");
        Path sec1 = directory.resolve("sec1.key");
        authority.openssl("rsa", "-traditional", "-in", rsa.key().toString(), "-out", pkcs1.toString());
        authority.openssl("ec", "-in", ec.key().toString(), "-out", sec1.toString());
        String command = "openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY8";
        refusesKey(rsa, pkcs1, "<clientKey>", pkcs1.toString(), command);
        refusesKey(ec, sec1, "<clientKey>", sec1.toString(), command);
    }

    @Test
    void clientKeyWhenItIsEncryptedPointsToTheKeystore() {
        Path encrypted = directory.resolve("encrypted.key");
        authority.openssl(
                "pkcs8", "-topk8", "-in", ec.key().toString(), "-passout", "pass:x1y2", "-out", encrypted.toString());
        refusesKey(ec, encrypted, "encrypted", "<keystore>", "<keystoreServerId>");
    }

    @Test
    void clientKeyWhenItIsAnothersIsRefused() throws IOException {
        refusesKey(ec, rsa.key(), "not that of the first certificate");
        refusesKey(ec, file("none.key", "nothing"), "no private key");
        refusesKey(
                ec,
                file("junk.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
                "cannot be read");
    }

    @Test
    void keystoreWhenPasswordOrFileIsWrongSaysSoWithoutThePassword() throws IOException {
        Path keystore = authority.keystore(ec);
        Secret wrong = Secret.of("kanarienvogel-wrong");
        for (Path file : List.of(keystore, directory.resolve("missing.p12"), file("junk.p12", "junk"))) {
            assertThatThrownBy(() -> TlsContext.of(
                            new TlsFiles(Optional.empty(), Optional.of(new TlsFiles.Keystore(file, wrong)))))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("<keystore>", file.toString(), "<keystoreServerId>")
                    .hasMessageNotContainingAny("kanarienvogel");
        }
        assertThat(TlsContext.of(new TlsFiles(
                                Optional.of(authority.certificate()),
                                Optional.of(
                                        new TlsFiles.Keystore(keystore, Secret.of(TestAuthority.KEYSTORE_PASSWORD)))))
                        .ssl()
                        .getProtocol())
                .isEqualTo("TLS");
    }
}
