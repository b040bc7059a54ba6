package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.Transport;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.NginxTls;
import io.github.imagepromotion.testing.TestAuthority;
import io.github.imagepromotion.testing.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real registry over HTTPS, alone and behind nginx, with certificates of a private authority. */
@NeedsTools
class TlsRegistryTest {
    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static Optional<Path> trusted;

    @BeforeAll
    static void issue() throws IOException {
        authority = TestAuthority.in(Files.createDirectories(directory.resolve("ours")));
        stranger = TestAuthority.in(Files.createDirectories(directory.resolve("stranger")));
        // Several certificates, text between them: as administrators concatenate them.
        Path bundle = directory.resolve("bundle.pem");
        Files.writeString(
                bundle,
                "# first\n" + Files.readString(stranger.certificate()) + "\nCN=second\n"
                        + Files.readString(authority.certificate()));
        trusted = Optional.of(bundle);
    }

    private static void push(String address, TlsFiles tls) throws IOException {
        RegistryAddress.Host host = (RegistryAddress.Host) RegistryAddress.of(address);
        try (Registry registry = TestRegistries.open(host, Accesses.with(Accesses.asUser(), tls), 1_000_000)) {
            Repository repository = registry.repository(RepositoryName.of("team/app"));
            MemoryBlobs blobs = new MemoryBlobs();
            Descriptor blob =
                    blobs.add(MediaType.OCI_LAYER_GZIP, address.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(repository.resolve(Tag.of("42"))).isEmpty();
            assertThat(repository.push(blob, blobs, List.of())).isEqualTo(PushResult.UPLOADED);
            assertThat(repository.has(blob)).isTrue();
        }
    }

    private static void fails(String address, TlsFiles tls, String... parts) {
        assertThatThrownBy(() -> push(address, tls))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(parts))
                .hasMessageContaining("'" + address + "'");
    }

    private static TlsFiles as(TestAuthority.Issued client) {
        return new TlsFiles(
                trusted, Optional.of(new TlsFiles.Pem(client.certificate(), client.key(), Optional.empty())));
    }

    @Test
    void pushWhenTheAuthorityIsPrivateNeedsItsFile() throws IOException {
        try (DockerRegistry server = DockerRegistry.overTls(authority.server(), Optional.empty())) {
            push(server.authority(), new TlsFiles(trusted, Optional.empty()));
            push("https://localhost:" + server.port(), new TlsFiles(trusted, Optional.empty()));
            fails(server.authority(), TlsFiles.SYSTEM, "is not trusted", "<caFile>", "-Dimage.environments");
            fails(
                    server.authority(),
                    new TlsFiles(Optional.of(stranger.certificate()), Optional.empty()),
                    "is not trusted");
        }
    }

    @Test
    void pushWhenTokensAreGivenOnThisMachineLogsIn() throws IOException {
        try (TokenServer tokens = TokenServer.start();
                DockerRegistry server = DockerRegistry.overTls(authority.server(), tokens)) {
            push(server.authority(), new TlsFiles(trusted, Optional.empty()));
            assertThat(tokens.asked()).isNotEmpty();
        }
    }

    @Test
    void pushWhenTheCertificateIsExpiredOrAnothersSaysWhich() throws IOException {
        TlsFiles tls = new TlsFiles(trusted, Optional.empty());
        try (DockerRegistry expired = DockerRegistry.overTls(authority.expired(), Optional.empty());
                DockerRegistry another = DockerRegistry.overTls(authority.ofAnotherHost(), Optional.empty())) {
            fails(expired.authority(), tls, "is not valid now (", "NotAfter", "Have it renewed", "clock");
            fails(another.authority(), tls, "is another host's", "Check <registry>");
        }
    }

    @Test
    void pushWhenTheRegistryWantsOurCertificateShowsIt() throws IOException {
        TestAuthority.Issued client = authority.client();
        Path keystore = authority.keystore(client);
        try (DockerRegistry server = DockerRegistry.overTls(authority.server(), Optional.of(authority.certificate()))) {
            push(server.authority(), as(client));
            push(server.authority(), as(authority.rsaClient()));
            Path encrypted = client.key().resolveSibling("encrypted.key");
            authority.openssl(
                    "pkcs8",
                    "-topk8",
                    "-in",
                    client.key().toString(),
                    "-passout",
                    "pass:kanarienvogel",
                    "-out",
                    encrypted.toString());
            push(
                    server.authority(),
                    new TlsFiles(
                            trusted,
                            Optional.of(new TlsFiles.Pem(
                                    client.certificate(), encrypted, Optional.of(Secret.of("kanarienvogel"))))));
            push(
                    server.authority(),
                    new TlsFiles(
                            trusted,
                            Optional.of(new TlsFiles.Keystore(keystore, Secret.of(TestAuthority.KEYSTORE_PASSWORD)))));
            fails(
                    server.authority(),
                    new TlsFiles(trusted, Optional.empty()),
                    "asks for a certificate of ours",
                    "<clientCertificate>",
                    "<keystoreServerId>");
            fails(server.authority(), as(stranger.client()), "certificate");
        }
    }

    /** Two names of one server stand for two servers: whoever redirects must not learn elsewhere who we are. */
    @Test
    void certificateWhenAnotherHostAsksForItIsNotShown() throws IOException {
        try (DockerRegistry server = DockerRegistry.overTls(authority.server(), Optional.of(authority.certificate()))) {
            RegistryAddress.Host home = (RegistryAddress.Host) RegistryAddress.of(server.authority());
            Request here = Request.of("GET", URI.create("https://" + server.authority() + "/v2/"));
            Request elsewhere = Request.of("GET", URI.create("https://localhost:" + server.port() + "/v2/"));
            RegistryAccess access = Accesses.with(Accesses.asUser(), as(authority.client()));
            try (Transport transport = HttpRegistry.transport(home, access)) {
                try (Response response = transport.send(here)) {
                    assertThat(response.status()).isLessThan(500);
                }
                assertThatThrownBy(() -> transport.send(elsewhere)).isInstanceOf(IOException.class);
            }
            try (Transport allowing = HttpRegistry.transport(home, Accesses.with(access, List.of("LocalHost")));
                    Response response = allowing.send(elsewhere)) {
                assertThat(response.status()).isLessThan(500);
            }
        }
    }

    @Test
    void pushWhenNginxEndsTlsStaysOnHttps() throws IOException {
        try (DockerRegistry server = DockerRegistry.withPassword();
                NginxTls nginx = NginxTls.before(server, directory, authority.server(), authority.certificate())) {
            push("https://" + nginx.authority(), as(authority.client()));
            assertThatThrownBy(() -> push(nginx.authority(), new TlsFiles(trusted, Optional.empty())))
                    .isInstanceOf(ImageException.class)
                    .satisfies(tells("asks for a certificate of ours (400", "<clientCertificate>"));
        }
    }
}
