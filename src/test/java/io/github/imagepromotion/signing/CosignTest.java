package io.github.imagepromotion.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.Verdict.Valid;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real cosign and a real registry, both ways. */
@NeedsTools
class CosignTest {
    private static final String PROVENANCE = "https://slsa.dev/provenance/v1";
    private static final String PASSWORD = "Grüße, Welt";

    @TempDir
    static Path directory;

    private static DockerRegistry server;
    private static Registry registry;
    private static Cosign cosign;
    private static Path predicate;
    private static String locked;

    @BeforeAll
    static void start() throws IOException {
        server = DockerRegistry.anonymous();
        registry = Registries.open(server.address(), Accesses.anonymous());
        cosign = new Cosign(directory, PASSWORD);
        predicate = Files.write(directory.resolve("predicate.json"), Json.compact(provenance()));
        locked = cosign.generateKey("locked");
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void verifyWhenWeSignedIsAcceptedByCosign(KeyKind kind) throws IOException {
        SigningKey key = kind.key();
        SignedImage image = image("bundle/" + name(kind), 1);

        image.attach(SigstoreBundle.sign(InTotoStatement.imageSignature(image.digest()), key));
        image.attach(SigstoreBundle.sign(provenance(image), key));

        assertThat(cosign.verify(key.publicKey(), image))
                .contains(image.digest().toString());
        assertThat(statement(cosign.verifyAttestation(key.publicKey(), "slsaprovenance1", image)))
                .isEqualTo(provenance(image));
        assertThatThrownBy(() -> cosign.verify(kind.another().publicKey(), image))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @EnumSource
    void verifyWhenWeSignedInTheOlderFormIsAcceptedByCosign(KeyKind kind) throws IOException {
        SigningKey key = kind.key();
        SignedImage image = image("older/" + name(kind), 2);

        image.tag(
                CosignSignature.signatureTag(image.digest()),
                CosignSignature.sign(image.digest(), image.repository(), key));
        image.tag(CosignSignature.attestationTag(image.digest()), CosignSignature.sign(provenance(image), key));

        assertThat(cosign.verify(key.publicKey(), image))
                .contains(image.digest().toString(), image.repository());
        assertThat(statement(cosign.verifyAttestation(key.publicKey(), "slsaprovenance1", image)))
                .isEqualTo(provenance(image));
    }

    @Test
    void verifyWhenSubjectIsAnIndexIsAcceptedByCosign() throws IOException {
        SigningKey key = KeyKind.P256.key();
        SignedImage image = SignedImage.push(registry, "bundle/index", TestImages.twoPlatforms(3, 100));
        SignedImage older = SignedImage.push(registry, "older/index", TestImages.twoPlatforms(3, 100));

        image.attach(SigstoreBundle.sign(InTotoStatement.imageSignature(image.digest()), key));
        older.tag(
                CosignSignature.signatureTag(older.digest()),
                CosignSignature.sign(older.digest(), older.repository(), key));

        assertThat(cosign.verify(key.publicKey(), image))
                .contains(image.digest().toString());
        assertThat(cosign.verify(key.publicKey(), older))
                .contains(older.digest().toString());
    }

    @Test
    void verifyWhenCosignSignedIsValid() throws IOException {
        SignedImage image = image("cosign/own", 4);
        List<VerificationKey> trusted =
                VerificationKey.parse(Files.readString(cosign.file("locked.pub")), "locked.pub");

        cosign.sign("locked", image);
        cosign.attest("locked", "slsaprovenance1", predicate, image);
        cosign.attest("locked", "https://example.org/any", predicate, image);
        cosign.signLegacy("locked", image);
        cosign.attestLegacy("locked", "slsaprovenance1", predicate, image);

        List<SignedDocument> signatures = image.tagged(CosignSignature.signatureTag(image.digest()));
        List<SignedDocument> attestations = image.tagged(CosignSignature.attestationTag(image.digest()));
        assertThat(predicateTypes(image.bundles(), trusted, image.digest()))
                .containsExactlyInAnyOrder(InTotoStatement.IMAGE_SIGNATURE, PROVENANCE, "https://example.org/any");
        assertThat(predicateTypes(signatures, trusted, image.digest()))
                .containsExactly(InTotoStatement.IMAGE_SIGNATURE);
        assertThat(predicateTypes(attestations, trusted, image.digest())).containsExactly(PROVENANCE);
        assertThat(predicateTypes(image.bundles(), List.of(KeyKind.P256.key().publicKey()), image.digest()))
                .isEmpty();
        assertThat(SigstoreBundle.parse(image.bundles().get(0).content()).hint())
                .contains(trusted.get(0).hint());
    }

    @Test
    void parseWhenKeyIsCosignsReadsIt() throws IOException {
        String publicKey = Files.readString(cosign.file("locked.pub"));

        SigningKey key = SigningKey.parse(locked, Optional.of(PASSWORD.toCharArray()), "my.key");

        assertThat(key.publicKey().pem()).isEqualTo(publicKey);
    }

    /** cosign signs with Ed25519 only in the older form, and then as Ed25519ph: its bundle it refuses itself. */
    @ParameterizedTest
    @EnumSource(names = {"P384", "RSA", "ED25519"})
    void verifyWhenCosignSignedWithAnImportedKeyIsValid(KeyKind kind) throws IOException {
        String plain = kind.pem();
        String imported = cosign.importKey(name(kind), plain);
        VerificationKey key = SigningKey.parse(plain, Optional.empty(), "plain").publicKey();
        SignedImage image = image("imported/" + name(kind), 5);

        cosign.signLegacy(name(kind), image);
        if (kind != KeyKind.ED25519) {
            cosign.sign(name(kind), image);
            assertThat(predicateTypes(image.bundles(), List.of(key), image.digest()))
                    .containsExactly(InTotoStatement.IMAGE_SIGNATURE);
        }

        assertThat(SigningKey.parse(imported, Optional.of(PASSWORD.toCharArray()), "imported")
                        .publicKey())
                .isEqualTo(key);
        assertThat(predicateTypes(
                        image.tagged(CosignSignature.signatureTag(image.digest())), List.of(key), image.digest()))
                .containsExactly(InTotoStatement.IMAGE_SIGNATURE);
    }

    @Test
    void parseWhenKeyIsCosignsAndPassphraseIsNotItsOwnRefuses() {
        String older = locked.replace("SIGSTORE", "COSIGN");

        assertThat(SigningKey.parse(older, Optional.of(PASSWORD.toCharArray()), "my.key"))
                .isNotNull();
        assertThatThrownBy(() -> SigningKey.parse(locked, Optional.of("other".toCharArray()), "my.key"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("the passphrase given is not its own");
        assertThatThrownBy(() -> SigningKey.parse(locked, Optional.empty(), "my.key"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("no passphrase is given");
    }

    @Test
    void parseWhenCosignsKeyHasNoPassphraseNeedsNone() throws IOException {
        String open = new Cosign(Files.createTempDirectory(directory, "open"), "").generateKey("open");

        assertThat(SigningKey.parse(open, Optional.empty(), "my.key")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"N\":65536|\"N\":1073741824",
                "\"N\":65536|\"N\":65537",
                "\"N\":65536|\"N\":0",
                "\"r\":8|\"r\":1048576",
                "\"p\":1|\"p\":1000000",
                "\"p\":1|\"p\":-1",
                "\"p\":1|\"p\":\"1\"",
                "scrypt|pbkdf2",
                "nacl/secretbox|none",
                "\"nonce\":\"|\"nonce\":\"AAAA",
                "\"ciphertext\":|\"cipher text\":",
                "{\"kdf\"|[{\"kdf\"",
            })
    void parseWhenCosignsKeyIsDamagedRefusesAtOnce(String change) {
        byte[] content = PemBlock.all(locked).get(0).content().orElseThrow();
        String json = new String(content, StandardCharsets.UTF_8);
        String[] parts = change.split("\\|");
        assertThat(json).contains(parts[0]);
        String damaged = PemBlock.write(
                "ENCRYPTED SIGSTORE PRIVATE KEY",
                json.replace(parts[0], parts[1]).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> SigningKey.parse(damaged, Optional.of(PASSWORD.toCharArray()), "my.key"))
                .isInstanceOf(ImageException.class)
                .hasNoCause()
                .hasMessageContaining("it is damaged or no private key");
    }

    private static List<String> predicateTypes(
            List<SignedDocument> documents, List<VerificationKey> trusted, Digest image) {
        return documents.stream()
                .map(document -> Signatures.verify(document, trusted, image))
                .filter(Valid.class::isInstance)
                .map(verdict -> ((Valid) verdict).statement().predicateType())
                .toList();
    }

    private static SignedImage image(String repository, long seed) throws IOException {
        return SignedImage.push(registry, repository, TestImages.single(seed, 100));
    }

    private static String name(KeyKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What {@code cosign verify-attestation} prints is the envelope it accepted. */
    private static InTotoStatement statement(String printed) {
        return InTotoStatement.parse(
                DsseEnvelope.parse(printed.getBytes(StandardCharsets.UTF_8)).payload());
    }

    private static InTotoStatement provenance(SignedImage image) {
        return new InTotoStatement(Optional.of(image.repository()), image.digest(), PROVENANCE, provenance());
    }

    private static JsonObject provenance() {
        String json = "{\"buildDefinition\":{\"buildType\":\"https://example.org/build\",\"externalParameters\":{}},"
                + "\"runDetails\":{\"builder\":{\"id\":\"https://example.org/builder\"}}}";
        return Json.object(json.getBytes(StandardCharsets.UTF_8), "provenance");
    }
}
