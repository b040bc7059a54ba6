package io.github.imagepromotion.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.BuildRecord.PlatformImage;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestKeys;
import io.github.imagepromotion.verification.VerificationResult;
import io.github.imagepromotion.verification.Verifier;
import io.github.imagepromotion.verification.Verifier.Trusted;
import io.github.imagepromotion.verification.Verifier.VerificationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What oras pushed and is no image goes the whole way, under its digest, and oras and skopeo read what arrives. */
@NeedsTools
class ArtifactsTest {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String SOURCE = "source/thing";
    private static DockerRegistry registry;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startRegistry() {
        registry = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(directory.resolve("empty.json"), "{}");
        Files.writeString(
                directory.resolve("config.json"), "{\"architecture\":\"wasm\",\"os\":\"wasip1\",\"layerDigests\":[]}");
        Files.writeString(directory.resolve("notes.txt"), "no JSON at all");
        Files.write(directory.resolve("module.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        Files.writeString(directory.resolve("policy.rego"), "package main\ndefault allow = false\n");
        Files.write(directory.resolve("policy.tar.gz"), TarMaker.gzip(TarMaker.layer("policy.rego")));
        Files.write(directory.resolve("model.gguf"), new byte[3_000_000]);
        Files.write(directory.resolve("nothing"), new byte[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "empty config|application/vnd.acme.settings|--artifact-type application/vnd.acme.settings policy.rego:text/plain notes.txt",
                "no file|application/vnd.acme.flag|--artifact-type application/vnd.acme.flag",
                "empty file|application/vnd.acme.flag|--artifact-type application/vnd.acme.flag nothing:application/x-empty",
                "WebAssembly|application/vnd.wasm.config.v0+json|--config config.json:application/vnd.wasm.config.v0+json module.wasm:application/wasm",
                "OPA bundle|application/vnd.oci.image.config.v1+json|--config empty.json:application/vnd.oci.image.config.v1+json policy.tar.gz:application/vnd.oci.image.layer.v1.tar+gzip",
                "conftest|application/vnd.oci.image.config.v1+json|--config empty.json:application/vnd.oci.image.config.v1+json policy.rego:application/vnd.cncf.openpolicyagent.policy.layer.v1+rego",
                "model|application/vnd.docker.ai.model.config.v0.1+json|--config config.json:application/vnd.docker.ai.model.config.v0.1+json model.gguf:application/vnd.docker.ai.gguf.v3",
                "config that is not JSON|text/plain|--config notes.txt:text/plain policy.rego:text/plain",
                "as image-spec 1.0 has it|application/vnd.unknown.config.v1+json|--image-spec v1.0 policy.rego"
            })
    void importWhenOrasPushedAnArtifactTakesItTheWholeWay(String what, String type, String arguments)
            throws IOException {
        String digest = push(arguments.split(" "));
        String image = registry.authority() + "/" + SOURCE + "@" + digest;

        ImportFixture fixture = new ImportFixture(directory, "docker://" + image);
        fixture.platforms = List.of(Platform.of("linux/arm64"));

        try (ImageArchive archive = fixture.archived()) {
            assertThat(archive.image().top().digest()).hasToString(digest);
            assertThat(archive.image().artifactType()).contains(type);
            assertThat(PlatformImage.allOf(archive.image(), archive)).isEmpty();
            goesTheWholeWay(archive);
        }
    }

    @Test
    void importWhenOrasWroteALayoutTakesTheArtifactAndItsSignature() throws IOException {
        Path layout = directory.resolve("layout");
        oras("push", "--oci-layout", layout + ":1", "--artifact-type", "application/vnd.acme.settings", "policy.rego");
        oras("attach", "--oci-layout", layout + ":1", "--artifact-type", "application/vnd.acme.review", "notes.txt");

        ImportFixture fixture = new ImportFixture(directory, "oci:" + layout);

        try (ImageArchive archive = fixture.archived();
                ImportedImage image = fixture.take()) {
            assertThat(archive.image().artifactType()).contains("application/vnd.acme.settings");
            assertThat(image.documents()).hasSize(1);
            goesTheWholeWay(archive);
        }
    }

    @Test
    void importWhenHelmPackagedAChartTakesItWithItsProvenanceTheWholeWay() throws IOException {
        Path chart = Path.of("src/test/resources/charts/shop.tgz").toAbsolutePath();

        try (ImageArchive archive = new ImportFixture(directory, "helm:" + chart).archived()) {
            assertThat(archive.image().artifactType()).contains("application/vnd.cncf.helm.config.v1+json");
            String promoted = goesTheWholeWay(archive);

            for (Path file : List.of(chart, chart.resolveSibling("shop.tgz.prov"))) {
                byte[] content = Files.readAllBytes(file);
                Path fetched = directory.resolve("fetched");
                oras(
                        "blob",
                        "fetch",
                        "--plain-http",
                        "--output",
                        fetched.toString(),
                        promoted + "@" + Digest.sha256(content));
                assertThat(fetched).hasBinaryContent(content);
            }
        }
    }

    @Test
    void importWhenAnIndexHasArtifactsOnlyTakesAllOfThem() throws IOException {
        String first = push("--artifact-type", "application/vnd.acme.settings", "policy.rego");
        String second = push("--config", "config.json:application/vnd.wasm.config.v0+json", "module.wasm");
        String place = registry.authority() + "/" + SOURCE;
        oras("manifest", "index", "create", "--plain-http", place + ":both", first, second);

        ImportFixture fixture = new ImportFixture(directory, "docker://" + place + ":both");
        fixture.platforms = List.of(Platform.of("linux/arm64"));

        try (ImageArchive archive = fixture.archived()) {
            assertThat(archive.image().imageManifests()).hasSize(2);
            assertThat(archive.image().artifactType()).contains("application/vnd.acme.settings");
            goesTheWholeWay(archive);
        }
    }

    @Test
    void importWhenAnArtifactIsDamagedIsRefused() throws IOException {
        Path layout = directory.resolve("layout");
        oras("push", "--oci-layout", layout + ":1", "--artifact-type", "application/vnd.acme.settings", "policy.rego");
        Path blob = layout.resolve("blobs/sha256")
                .resolve(Digest.sha256(Files.readAllBytes(directory.resolve("policy.rego")))
                        .hex());
        Files.writeString(blob, "package main\ndefault allow = true!\n");

        assertThatThrownBy(() -> new ImportFixture(directory, "oci:" + layout).archived())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(blob.getFileName().toString());
        assertThat(directory.resolve("image.tar")).doesNotExist();
    }

    private String push(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "push", "--plain-http", "--format", "go-template={{.digest}}", registry.authority() + "/" + SOURCE));
        all.addAll(List.of(arguments));
        return oras(all.toArray(String[]::new)).trim();
    }

    /** In the directory with the files, whose names it writes into titles. */
    private String oras(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString(), Commands.peer("oras")));
        command.addAll(List.of(arguments));
        return new String(Commands.run(command.toArray(String[]::new)), UTF_8);
    }

    /** {@return the repository in the registry to which it was promoted} */
    private String goesTheWholeWay(ImageArchive archive) throws IOException {
        SigningKey key = TestKeys.next();
        String prefix = "artifact" + NEXT.incrementAndGet();
        Environment dev = TestEnvironments.of(
                "dev",
                List.of(
                        RegistryAddress.of(registry.url() + "/" + prefix),
                        RegistryAddress.of("oci:" + directory.resolve("dev"))),
                List.of(Tag.of("latest")),
                List.of());
        Candidate candidate = new Candidate(archive, "a test", new Environments(List.of(dev)));

        PromotionFixture.of(candidate)
                .to("dev")
                .recorded(PromotionFixture.records(
                        new Attester(Optional.of(key), SignatureForm.BUNDLE), directory.resolve("state")))
                .promote();

        VerificationResult verified = new Verifier(
                        (address, mirror) -> Registries.open(address, Accesses.anonymous()),
                        any -> new Trusted(any.trust(), List.of(key.publicKey()), List.of()),
                        (image, bytes, all) -> {},
                        Clock.systemUTC())
                .verify(new VerificationRequest(List.of(candidate), List.of("dev"), true, 2))
                .get(0);
        assertThat(verified.images())
                .allSatisfy(image -> assertThat(image.failures()).isEmpty())
                .allSatisfy(image -> assertThat(image.checks())
                        .anyMatch(check -> check.subject().equals("requireSignature") && !check.failed()));
        String place = registry.authority() + "/" + prefix + "/shop";
        String promoted = place + ":latest";
        byte[] top = archive.image()
                .manifests()
                .get(archive.image().manifests().size() - 1)
                .bytes();
        assertThat(oras("manifest", "fetch", "--plain-http", promoted)).isEqualTo(new String(top, UTF_8));
        assertThat(Commands.run(
                        Commands.installed("skopeo"), "inspect", "--raw", "--tls-verify=false", "docker://" + promoted))
                .isEqualTo(top);
        assertThat(oras("manifest", "fetch", "--oci-layout", directory.resolve("dev/shop") + ":42"))
                .isEqualTo(new String(top, UTF_8));
        if (!archive.image().top().mediaType().isIndex()) {
            Path pulled = directory.resolve("pulled");
            oras("pull", "--plain-http", "--output", pulled.toString(), promoted);
        }
        return place;
    }
}
