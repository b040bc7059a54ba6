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
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.transport.ApacheTransport;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.Transport;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TokenServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging in to a real registry, by password and by token. */
@NeedsTools
class LoginTest {
    private static final RepositoryName NAME = RepositoryName.of("team/app");
    private static final MediaType BINARY = MediaType.of("application/octet-stream");

    private TokenServer tokens;

    @BeforeEach
    void start() {
        tokens = TokenServer.start();
    }

    @AfterEach
    void stop() {
        tokens.close();
    }

    private static Registry open(DockerRegistry server, RegistryAccess access) {
        return HttpRegistry.open((RegistryAddress.Host) server.address(), access);
    }

    private static RegistryAccess wrongPassword() {
        return Accesses.with(new CredentialSource() {
            @Override
            public Optional<Credential> find(RegistryAddress.Host registry) {
                return Optional.of(
                        new Credential("server 'prod' of settings.xml", "ci", Secret.of("wrong-kanarienvogel"), false));
            }

            @Override
            public String places(RegistryAddress.Host registry) {
                return "settings.xml";
            }
        });
    }

    private static void promote(Registry registry, long seed) throws IOException {
        TestImage image = TestImages.twoPlatforms(seed, 1000);
        Repository repository = registry.repository(NAME);
        for (Descriptor blob : image.image().blobs()) {
            if (!repository.has(blob)) {
                repository.push(blob, image.blobs(), List.of());
            }
        }
        for (var manifest : image.image().manifests()) {
            repository.put(manifest);
        }
        repository.tag(Tag.of("42"), image.top());
        assertThat(repository.resolve(Tag.of("42"))).contains(image.image().top());
        assertThat(repository.tags()).contains(Tag.of("42"));
    }

    @Test
    void pushWhenRegistryAsksForAPasswordSendsIt() throws IOException {
        try (DockerRegistry server = DockerRegistry.withPassword();
                Registry registry = open(server, Accesses.asUser())) {
            promote(registry, 1);
        }
    }

    @Test
    void pushWhenLoginIsWrongSaysWhichWithoutIt() throws IOException {
        try (DockerRegistry server = DockerRegistry.withPassword();
                Registry wrong = open(server, wrongPassword());
                Registry none = open(server, Accesses.anonymous())) {
            assertThatThrownBy(() -> promote(wrong, 1))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("401")
                    .hasMessageContaining(server.authority() + "/team/app")
                    .hasMessageContaining("server 'prod' of settings.xml")
                    .satisfies(tells("<serverId> (-Dimage.serverId)"))
                    .satisfies(LoginTest::holdsNoSecret);
            assertThatThrownBy(() -> promote(none, 1))
                    .isInstanceOf(ImageException.class)
                    .satisfies(tells("found no login for it in the places of the tests. Name another one with"))
                    .hasMessageNotContaining("Check that login");
        }
    }

    @Test
    void pushWhenThereIsNoLoginSaysWhatToAdd() throws IOException {
        RegistryAccess nothing = Accesses.with(new CredentialSource() {
            @Override
            public Optional<Credential> find(RegistryAddress.Host registry) {
                return Optional.empty();
            }

            @Override
            public String places(RegistryAddress.Host registry) {
                return "settings.xml";
            }

            @Override
            public Optional<String> remedy(RegistryAddress.Host registry) {
                return Optional.of("Add a <server> with the id 'prod' to settings.xml");
            }
        });
        try (DockerRegistry passwords = DockerRegistry.withPassword();
                DockerRegistry wantsTokens = DockerRegistry.withTokens(tokens)) {
            for (DockerRegistry server : List.of(passwords, wantsTokens)) {
                try (Registry registry = open(server, nothing)) {
                    assertThatThrownBy(() -> promote(registry, 1))
                            .isInstanceOf(ImageException.class)
                            .satisfies(tells(
                                    "401",
                                    "found no login for it in settings.xml. Add a <server> with the id 'prod' to"
                                            + " settings.xml, or name another one with <serverId> (-Dimage.serverId)."))
                            .hasMessageNotContaining("Check that login");
                }
            }
        }
    }

    @Test
    void pushWhenRegistryAsksForATokenGetsOnePerScope() throws IOException {
        try (DockerRegistry server = DockerRegistry.withTokens(tokens);
                Registry registry = open(server, Accesses.asUser())) {
            promote(registry, 1);
            assertThat(tokens.asked())
                    .extracting(TokenServer.Asked::scopes)
                    .containsExactly(List.of("repository:team/app:pull"), List.of("repository:team/app:pull,push"));
        }
    }

    @Test
    void readWhenTokensAreForEveryoneNeedsNoLogin() throws IOException {
        tokens.allowAnonymous();
        try (DockerRegistry server = DockerRegistry.withTokens(tokens);
                Registry registry = open(server, Accesses.anonymous())) {
            assertThat(registry.repository(NAME).resolve(Tag.of("42"))).isEmpty();
            assertThat(tokens.asked()).hasSize(1).allSatisfy(asked -> assertThat(asked.authorization())
                    .isEmpty());
        }
    }

    @Test
    void pushWhenLoginIsAnIdentityTokenPostsIt() throws IOException {
        try (DockerRegistry server = DockerRegistry.withTokens(tokens);
                Registry registry = open(server, Accesses.withIdentityToken())) {
            promote(registry, 1);
            assertThat(tokens.asked())
                    .isNotEmpty()
                    .allSatisfy(asked -> assertThat(asked.method()).isEqualTo("POST"))
                    .allSatisfy(asked -> assertThat(asked.authorization()).isEmpty());
        }
    }

    @Test
    void pushWhenTokenServerRefusesSaysSoWithoutTheSecret() throws IOException {
        try (DockerRegistry server = DockerRegistry.withTokens(tokens);
                Registry registry = open(server, wrongPassword())) {
            assertThatThrownBy(() -> promote(registry, 1))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("token server '127.0.0.1'")
                    .hasMessageContaining("server 'prod' of settings.xml")
                    .satisfies(LoginTest::holdsNoSecret);
        }
    }

    private static void holdsNoSecret(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        String encoded = Base64.getEncoder().encodeToString("ci:wrong-kanarienvogel".getBytes(StandardCharsets.UTF_8));
        assertThat(text.toString()).doesNotContain("kanarienvogel", encoded);
    }

    @Test
    void pushWhenTokensLiveShorterThanTheUploadRenewsThem() throws IOException {
        tokens.issueFor(Duration.ofSeconds(1));
        byte[] content = new byte[3_000_000];
        try (DockerRegistry server = DockerRegistry.withTokens(tokens);
                Registry registry = small((RegistryAddress.Host) server.address())) {
            MemoryBlobs blobs = new MemoryBlobs();
            Descriptor blob = blobs.add(BINARY, content);
            Repository repository = registry.repository(NAME);
            assertThat(repository.push(blob, slowly(blobs), List.of())).isEqualTo(PushResult.UPLOADED);
            assertThat(repository.has(blob)).isTrue();
            assertThat(tokens.asked()).hasSizeGreaterThan(1);
        }
    }

    /** Chunks of 1 MB, so that a small blob needs several requests. */
    private static Registry small(RegistryAddress.Host address) {
        RegistryAccess access = Accesses.asUser();
        Transport transport = new ApacheTransport(access.timeout(), access.userAgent(), Accesses.systemTrust());
        RegistryClient client =
                new RegistryClient(address, access, transport, RetryPolicy.standard(Accesses.unlimited()));
        return new HttpRegistry(address, client, new UploadSizes(1_000, 1_000_000));
    }

    /** Half a second for every megabyte: longer than a token lives. */
    private static io.github.imagepromotion.image.BlobSource slowly(MemoryBlobs blobs) {
        return (blob, offset) -> {
            InputStream in = blobs.open(blob, offset);
            return new java.io.FilterInputStream(in) {
                @Override
                public int read(byte[] bytes, int start, int length) throws IOException {
                    try {
                        Thread.sleep(70);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return super.read(bytes, start, length);
                }
            };
        };
    }

    @Test
    void pushWhenMountSourceIsNotOursUploads() throws IOException {
        tokens.refuse("secret/app");
        try (DockerRegistry server = DockerRegistry.withTokens(tokens);
                Registry registry = open(server, Accesses.asUser())) {
            MemoryBlobs blobs = new MemoryBlobs();
            Descriptor blob = blobs.add(BINARY, new byte[] {1, 2, 3});
            List<RepositoryName> from = List.of(RepositoryName.of("secret/app"));
            assertThat(registry.repository(NAME).push(blob, blobs, from)).isEqualTo(PushResult.UPLOADED);
            assertThat(registry.repository(RepositoryName.of("team/other")).push(blob, blobs, List.of(NAME)))
                    .isEqualTo(PushResult.MOUNTED);
            assertThat(tokens.asked().get(tokens.asked().size() - 1).scopes())
                    .containsExactly("repository:team/other:pull,push", "repository:team/app:pull");
        }
    }

    @Test
    void openWhenBlobIsMissingSaysSoAlsoWithTokens() throws IOException {
        try (DockerRegistry server = DockerRegistry.withTokens(tokens);
                Registry registry = open(server, Accesses.asUser())) {
            Descriptor blob = Descriptor.of(BINARY, new byte[] {1});
            assertThatThrownBy(() -> registry.repository(NAME).open(blob, 0)).isInstanceOf(NoSuchFileException.class);
        }
    }
}
