package io.github.imagepromotion.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Quirk;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What registries and token servers answer that is not quite what the specifications say. */
class AnswersTest {
    private static final RepositoryName NAME = RepositoryName.of("team/app");

    private final QuirkyRegistry server = new QuirkyRegistry(Quirk.OWN_SHA256);
    private final Registry registry =
            TestRegistries.open((RegistryAddress.Host) server.address(), Accesses.anonymous(), 1_000_000);
    private final Repository repository = registry.writable(NAME);
    private final TestImage image = TestImages.single(4, 900);

    @AfterEach
    void stop() throws IOException {
        registry.close();
        server.close();
    }

    private void push() throws IOException {
        for (Descriptor blob : image.image().blobs()) {
            repository.push(blob, image.blobs(), List.of());
        }
        repository.put(image.top());
        repository.tag(Tag.of("1"), image.top());
        assertThat(repository.resolve(Tag.of("1")).map(Descriptor::digest))
                .contains(image.top().descriptor().digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'token':'%s','expires_in':300}",
                "{'token':'%s','expires_in':'300'}",
                "{'token':'%s','expires_in':300.5}",
                "{'token':'%s','expires_in':null}",
                "{'token':'%s','expires_in':'soon'}",
                "{'token':'%s','expires_in':1e400}",
                "{'token':'%s','expires_in':{}}",
                "{'token':'%s','expires_in':-1}",
                "{'token':'','access_token':'%s'}",
                "{'token':null,'access_token':'%s','refresh_token':null}",
                "{'access_token':'%s'}"
            })
    void pushWhenTokenIsSaidOtherwiseLogsIn(String answer) throws IOException {
        server.tokens().answerWith(token -> answer.replace('\'', '"').replace("%s", token));
        push();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Negotiate, Basic realm=\"x\", Bearer realm=\"http://HERE/token\",service=\"s\"",
                "Bearer realm=\"no address\", Bearer realm=\"http://HERE/token\"",
                "Bearer realm=\"http://HERE/token server?tenant=a b\",service=\"s\"",
                "Bearer realm=\" http://HERE/token|x \"",
                "Bearer realm=\"http://OTHER/token\""
            })
    void pushWhenChallengeIsOddLogsIn(String challenge) throws IOException {
        server.tokens().answerWith(token -> "{\"token\":\"" + token + "\"}");
        server.tokens()
                .challengeWith(here -> challenge.replace("HERE", here).replace("OTHER", server.otherAuthority()));
        push();
    }

    @Test
    void pushWhenTokensAreWantedAsksForAllRightsAtOnce() throws IOException {
        server.tokens().answerWith(token -> "{\"token\":\"" + token + "\"}");
        assertThat(repository.resolve(Tag.of("1"))).isEmpty();
        push();
        assertThat(server.tokens().scopes()).containsOnly("team/app:pull,push");
        try (Registry reading =
                TestRegistries.open((RegistryAddress.Host) server.address(), Accesses.anonymous(), 1_000_000)) {
            reading.repository(NAME).resolve(Tag.of("1"));
        }
        assertThat(server.tokens().scopes()).last().isEqualTo("team/app:pull");
    }

    /** One sentence with what the registry said, and none that sends people after their login. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "507 | INSUFFICIENT_STORAGE | no space left | has no room for this",
                "403 | DENIED | project quota exceeded | has no room for this",
                "405 | UNSUPPORTED | registry is in maintenance mode | read-only now",
                "429 | TOOMANYREQUESTS | pull rate limit reached | kept answering 429",
                "503 | UNAVAILABLE | in repair | kept answering 503"
            })
    void pushWhenRegistryTakesNothingSaysWhatItSays(int status, String code, String words, String sentence) {
        server.refuse((method, path) -> method.equals("POST")
                ? Optional.of(
                        Map.entry(status, "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + words + "\"}]}"))
                : Optional.empty());
        Descriptor blob = image.image().blobs().get(0);
        assertThatThrownBy(() -> repository.push(blob, image.blobs(), List.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(Integer.toString(status), "'" + code + ", " + words + "'", sentence)
                .hasMessageNotContaining("login");
    }

    @Test
    void tagWhenRegistryIsReadOnlySaysThatAndNotThatTheTagIsImmutable() throws IOException {
        push();
        TestImage other = TestImages.single(5, 900);
        for (Descriptor blob : other.image().blobs()) {
            repository.push(blob, other.blobs(), List.of());
        }
        server.refuse((method, path) -> method.equals("PUT")
                ? Optional.of(Map.entry(405, "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"read only\"}]}"))
                : Optional.empty());
        assertThatThrownBy(() -> repository.tag(Tag.of("1"), other.top()))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'UNSUPPORTED, read only'", "read-only now")
                .hasMessageNotContaining("immutable");
    }

    /** Somebody who asks for it again and again does not wait each time. */
    @Test
    void resolveWhenATagNeverShowsIsWaitedForOnce() throws IOException {
        try (QuirkyRegistry forgetful = new QuirkyRegistry();
                UnhurriedClient client =
                        new UnhurriedClient((RegistryAddress.Host) forgetful.address(), Accesses.anonymous())) {
            forgetful.refuse(
                    (method, path) -> method.equals("PUT") ? Optional.of(Map.entry(201, "")) : Optional.empty());
            client.repository().tag(Tag.of("42"), image.top());
            assertThat(client.repository().resolve(Tag.of("42"))).isEmpty();
            int waited = client.pauses.size();
            assertThat(waited).isPositive();
            assertThat(client.repository().resolve(Tag.of("42"))).isEmpty();
            assertThat(client.pauses).hasSize(waited);
        }
    }

    @Test
    void pushWhenDigestsAreSha512ComparesThemWithThoseAlone() throws IOException {
        byte[] content = new byte[2_500_000];
        new Random(8).nextBytes(content);
        Descriptor blob = Descriptor.of(MediaType.of("application/octet-stream"), sha512(content), content.length);
        BlobSource source =
                (asked, offset) -> new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
        repository.push(blob, source, List.of());
        assertThat(repository.has(blob)).isTrue();
        try (InputStream in = repository.open(blob, 0)) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        byte[] bytes = TestImages.artifact(image.image().top(), 3).top().bytes();
        for (Descriptor needed :
                TestImages.artifact(image.image().top(), 3).image().blobs()) {
            repository.push(needed, TestImages.artifact(image.image().top(), 3).blobs(), List.of());
        }
        Manifest manifest = Manifest.parse(Descriptor.of(MediaType.OCI_MANIFEST, sha512(bytes), bytes.length), bytes);
        repository.put(manifest);
        assertThat(repository.resolve(sha512(bytes))).map(Descriptor::digest).contains(sha512(bytes));
        assertThat(repository.manifest(sha512(bytes)).orElseThrow().bytes()).isEqualTo(bytes);
    }

    private static Digest sha512(byte[] content) {
        try {
            return new Digest(
                    "sha512",
                    HexFormat.of()
                            .formatHex(java.security.MessageDigest.getInstance("SHA-512")
                                    .digest(content)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** GitLab takes {@code sha256-<hex>} for the digest, and answers the image, whose children are no documents. */
    @Test
    void referrersWhenTheFallbackTagLeadsToTheImageItselfAreNone() throws IOException {
        TestImage index = TestImages.twoPlatforms(6, 500);
        try (QuirkyRegistry gitlab = new QuirkyRegistry(Quirk.NO_REFERRERS_API, Quirk.FALLBACK_TAG_IS_IMAGE);
                Registry there =
                        TestRegistries.open((RegistryAddress.Host) gitlab.address(), Accesses.anonymous(), 1_000_000)) {
            Repository images = there.writable(NAME);
            for (Descriptor blob : index.image().blobs()) {
                images.push(blob, index.blobs(), List.of());
            }
            for (Manifest manifest : index.image().manifests()) {
                images.put(manifest);
            }
            Digest top = index.image().top().digest();
            assertThat(images.referrers(top)).isEmpty();
            TestImage note = TestImages.artifact(index.image().top(), 7);
            for (Descriptor blob : note.image().blobs()) {
                images.push(blob, note.blobs(), List.of());
            }
            images.put(note.top());
            assertThat(images.referrers(top))
                    .extracting(Descriptor::digest)
                    .containsExactly(note.image().top().digest());
            assertThat(new String(
                            gitlab.stored("team/app", "sha256-" + top.hex()).orElseThrow(), StandardCharsets.UTF_8))
                    .contains(note.image().top().digest().toString())
                    .doesNotContain(index.image()
                            .manifests()
                            .get(0)
                            .descriptor()
                            .digest()
                            .toString());
        }
    }
}
