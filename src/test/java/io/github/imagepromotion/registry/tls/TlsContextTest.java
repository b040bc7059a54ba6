package io.github.imagepromotion.registry.tls;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificate and key files that are not what they should be. */
@NeedsTools
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
                .satisfies(tells(parts))
                .hasMessageNotContainingAny("MIG", "MII");
    }

    private static void refusesKey(TestAuthority.Issued client, Path key, String... parts) {
        refuses(files(client, key, Optional.empty()), parts);
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
                "Cannot read the trusted authorities",
                "NoSuchFile",
                "-Dimage.environments");
    }

    private static TlsFiles files(TestAuthority.Issued client, Path key, Optional<String> passphrase) {
        return new TlsFiles(
                Optional.empty(), Optional.of(new TlsFiles.Pem(client.certificate(), key, passphrase.map(Secret::of))));
    }

    /** A key that is not that of the certificate would be refused. */
    private static void takesKey(TestAuthority.Issued client, Path key, Optional<String> passphrase) {
        assertThat(TlsContext.of(files(client, key, passphrase)).ssl().getProtocol())
                .isEqualTo("TLS");
    }

    @Test
    void clientKeyWhenItIsInItsTraditionalFormIsRead() throws IOException {
        Path pkcs1 = directory.resolve("pkcs1.key");
        Path sec1 = directory.resolve("sec1.key");
        authority.openssl("rsa", "-traditional", "-in", rsa.key().toString(), "-out", pkcs1.toString());
        authority.openssl("ec", "-in", ec.key().toString(), "-out", sec1.toString());

        assertThat(pkcs1).content().contains("BEGIN RSA PRIVATE KEY");
        assertThat(sec1).content().contains("BEGIN EC PRIVATE KEY");
        takesKey(rsa, pkcs1, Optional.empty());
        takesKey(ec, sec1, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v2 aes-256-cbc", "-v2 des3", "-scrypt"})
    void clientKeyWhenItIsEncryptedIsOpenedByItsPassphrase(String how) {
        for (TestAuthority.Issued client : List.of(ec, rsa)) {
            Path encrypted = directory.resolve("encrypted.key");
            List<String> command = new ArrayList<>(List.of("pkcs8", "-topk8", "-passout", "pass:x1y2"));
            command.addAll(List.of(how.split(" ")));
            command.addAll(List.of("-in", client.key().toString(), "-out", encrypted.toString()));
            authority.openssl(command.toArray(String[]::new));

            takesKey(client, encrypted, Optional.of("x1y2"));
            refuses(
                    files(client, encrypted, Optional.of("another")),
                    "Cannot use the client key '" + encrypted + "'",
                    "the passphrase given is not its own",
                    "<clientKeyServerId>");
            refusesKey(client, encrypted, "no passphrase is given", "<passphrase>", "<clientKeyServerId>");
        }
    }

    @Test
    void clientKeyWhenCosignEncryptedItIsOpenedByItsPassphrase() {
        Path prefix = directory.resolve("cosigned");
        Commands.run(
                Map.of("COSIGN_PASSWORD", "x1y2"),
                Commands.peer("cosign"),
                "import-key-pair",
                "-y",
                "--key",
                ec.key().toString(),
                "--output-key-prefix",
                prefix.toString());

        takesKey(ec, directory.resolve("cosigned.key"), Optional.of("x1y2"));
    }

    @Test
    void clientKeyWhenItHasTheHeadersOfAnOldOpensslGivesTheCommand() {
        Path old = directory.resolve("old.key");
        authority.openssl(
                "rsa",
                "-traditional",
                "-aes128",
                "-passout",
                "pass:x1y2",
                "-in",
                rsa.key().toString(),
                "-out",
                old.toString());
        refusesKey(rsa, old, "the client key", "headers of an old openssl", "openssl pkcs8 -topk8");
    }

    @Test
    void clientKeyWhenItIsAnothersIsRefused() throws IOException {
        refusesKey(ec, rsa.key(), "not that of the first certificate");
        refusesKey(ec, file("none.key", "nothing"), "no private key");
        refusesKey(
                ec,
                file("junk.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
                "damaged or no private key");
    }

    @Test
    void keystoreWhenPasswordOrFileIsWrongSaysSoWithoutThePassword() throws IOException {
        Path keystore = authority.keystore(ec);
        Secret wrong = Secret.of("kanarienvogel-wrong");
        for (Path file : List.of(keystore, directory.resolve("missing.p12"), file("junk.p12", "junk"))) {
            assertThatThrownBy(() -> TlsContext.of(
                            new TlsFiles(Optional.empty(), Optional.of(new TlsFiles.Keystore(file, wrong)))))
                    .isInstanceOf(ImageException.class)
                    .satisfies(tells("<keystore>", file.toString(), "<keystoreServerId>"))
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
