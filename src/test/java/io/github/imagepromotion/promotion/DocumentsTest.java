package io.github.imagepromotion.promotion;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.plugin.console.Told.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.build.Workspace;
import io.github.imagepromotion.build.base.BaseImages.RecentAnswers;
import io.github.imagepromotion.build.base.Mirrors;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.importing.ImageImporter;
import io.github.imagepromotion.importing.ImportRequest;
import io.github.imagepromotion.importing.ImportRequest.DocumentLimit;
import io.github.imagepromotion.importing.ImportSource;
import io.github.imagepromotion.importing.ImportedImage;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.PromotionResult.AttachedDocument;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.CosignSigner;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real cosign and oras said of an image is there, and holds, wherever the image comes to. */
@NeedsTools
class DocumentsTest {
    private static final RepositoryName THERE = RepositoryName.of("acme/shop");

    @TempDir
    Path directory;

    private final DockerRegistry source = DockerRegistry.anonymous();
    private final DockerRegistry docker = DockerRegistry.anonymous();
    private final QuirkyRegistry api = new QuirkyRegistry();
    private final List<String> warnings = new ArrayList<>();
    private DocumentLimit limit = DocumentLimit.STANDARD;
    private CosignSigner cosign;
    private TestImage image;

    @BeforeEach
    void signAtTheSource() throws IOException {
        cosign = new CosignSigner(directory);
        image = TestImages.twoPlatforms(7, 900, 300);
        try (Registry registry = Registries.open(source.address(), Accesses.anonymous())) {
            Repository repository = registry.repository(RepositoryName.of("team/app"));
            for (Descriptor blob : image.image().blobs()) {
                repository.push(blob, image.blobs(), List.of());
            }
            for (Manifest manifest : image.image().manifests()) {
                repository.put(manifest);
            }
            repository.tag(Tag.of("1"), image.top());
        }
        cosign.sign(at(source, top()));
        cosign.signUnderTag(at(source, top()));
        cosign.signUnderTag(at(source, platform()));
        Digest sbom = attach(top(), "the software in it");
        attach(platform(), "the software of one platform");
        cosign.sign(at(source, sbom));
    }

    @AfterEach
    void stop() {
        source.close();
        docker.close();
        api.close();
    }

    @Test
    void importWhenRepeatedGivesTheSameArchive() throws IOException {
        Path one = imported("one.tar", List.of());
        Path two = imported("two.tar", List.of());

        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(warnings).isEmpty();
        try (ImageArchive archive = ImageArchive.open(one)) {
            archive.check(2);
            assertThat(archive.documents())
                    .extracting(Document::tag)
                    .filteredOn(Optional::isPresent)
                    .hasSize(2);
            assertThat(archive.documents()).hasSize(6);
            assertThat(archive.documents()).extracting(Document::subject).contains(top(), platform());
        }
        Path three = imported("three.tar", "oci-archive:" + one, List.of());
        assertThat(three).hasSameBinaryContentAs(one);
    }

    @Test
    void importWhenADocumentWasDeletedSaysWhichIsLeftOut() throws IOException {
        Digest gone = attach(top(), "to be deleted");
        Commands.run(Commands.peer("crane"), "delete", "--insecure", at(source, gone));

        Path file = imported("image.tar", List.of());

        assertThat(warnings).singleElement().asString().contains(gone.toString(), top().toString(), "left out");
        try (ImageArchive archive = ImageArchive.open(file)) {
            assertThat(archive.documents()).hasSize(6);
        }
    }

    @Test
    void importWhenThereAreMoreDocumentsThanTheLimitRefuses() {
        limit = new DocumentLimit(3, 1_000_000);
        assertThatThrownBy(() -> imported("image.tar", List.of()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("documents where 3 are taken", "<source>"));

        limit = new DocumentLimit(200, 5_000);
        assertThatThrownBy(() -> imported("image.tar", List.of()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("bytes where 5000 are taken", "<source>"));
    }

    @Test
    void importWhenAPlatformIsChosenKeepsWhatIsAboutIt() throws IOException {
        Path file = imported("arm.tar", List.of(Platform.of("linux/arm64")));

        try (ImageArchive archive = ImageArchive.open(file)) {
            assertThat(archive.documents())
                    .hasSize(2)
                    .extracting(Document::subject)
                    .containsOnly(platform());
        }
        assertThat(warnings).singleElement().asString().contains("<platforms>", top().toString(), top().hex() + ".sig");
    }

    @Test
    void promoteWhenSignedVerifiesEverywhere() throws IOException {
        Path file = imported("image.tar", List.of());
        List<String> registries = List.of(
                "http://" + docker.authority(), "http://" + api.authority(), "oci:" + directory.resolve("layout"));

        List<AttachedDocument> documents =
                promote(file, registries).get(0).images().get(0).documents();

        assertThat(documents).hasSize(6).extracting(AttachedDocument::action).containsOnly("attached");
        assertThat(discovered("--plain-http", at(source, top())))
                .as("image, bundle, SBOM and its bundle")
                .hasSize(4);
        assertThat(discovered("--plain-http", at(source, platform()))).hasSize(2);
        for (String registry : List.of(docker.authority(), api.authority())) {
            String reference = registry + "/" + THERE + "@";
            cosign.verify(reference + top());
            cosign.verifyUnderTag(reference + top());
            cosign.verifyUnderTag(reference + platform());
            assertThat(discovered("--plain-http", reference + top()))
                    .isEqualTo(discovered("--plain-http", at(source, top())));
            assertThat(discovered("--plain-http", reference + platform()))
                    .isEqualTo(discovered("--plain-http", at(source, platform())));
        }
        assertThat(discovered("--oci-layout", directory.resolve("layout") + "/" + THERE + "@" + top()))
                .isEqualTo(discovered("--plain-http", at(source, top())));
        copyWithOras(docker.authority() + "/" + THERE + "@" + top());
        Path fromLayout = imported("again.tar", "oci:" + directory.resolve("layout") + "/" + THERE + ":42", List.of());
        assertThat(fromLayout).hasSameBinaryContentAs(file);
    }

    /** What a user of other tools does with what was promoted. */
    private void copyWithOras(String promoted) {
        Commands.run(
                Commands.peer("oras"),
                "cp",
                "-r",
                "--from-plain-http",
                "--to-plain-http",
                promoted,
                source.authority() + "/copied/app:1");
        cosign.verify(source.authority() + "/copied/app@" + top());
        String tree =
                new String(Commands.run(Commands.peer("cosign"), "tree", "--allow-insecure-registry", promoted), UTF_8);
        assertThat(tree).contains("application/spdx+json", top().hex() + ".sig", "sigstore.dev/cosign/sign");
    }

    @Test
    void promoteWhenRepeatedSendsNothingAndAsksLittle() throws IOException {
        Path file = imported("image.tar", List.of());
        List<String> registries = List.of("http://" + api.authority());
        promote(file, registries);
        api.requests().clear();

        PromotionResult again = promote(file, registries).get(0);

        assertThat(again.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(again.images().get(0).documents())
                .extracting(AttachedDocument::action)
                .containsOnly("present");
        assertThat(api.requests())
                .as("documents are there before the tag is")
                .filteredOn(request -> !request.endsWith("/v2/"))
                .containsExactly("HEAD /v2/" + THERE + "/manifests/42");
    }

    @Test
    void repairWhenNothingIsMissingSendsNothing() throws IOException {
        Path file = imported("image.tar", List.of());
        List<String> registries = List.of("http://" + api.authority());
        promote(file, registries);
        api.requests().clear();

        assertThat(repair(file, registries).get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(api.requests())
                .allMatch(request -> request.startsWith("GET ") || request.startsWith("HEAD "))
                .anyMatch(request -> request.contains("/referrers/"));
    }

    @Test
    void repairWhenOnlyDocumentsAreMissingSendsThoseAlone() throws IOException {
        List<String> registries = List.of(
                "http://" + docker.authority(), "http://" + api.authority(), "oci:" + directory.resolve("layout"));
        Path plain = directory.resolve("plain.tar");
        new ArchiveWriter(image.image(), Archives.identity("shop", "42"), image.blobs()).write(plain);
        promote(plain, registries);

        PromotionResult result =
                repair(imported("image.tar", List.of()), registries).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(result.images()).allSatisfy(promoted -> {
            assertThat(promoted.blobs()).allMatch(blob -> blob.action().equals("present"));
            assertThat(promoted.documents()).hasSize(6).allMatch(document -> document.action()
                    .equals("attached"));
        });
        cosign.verify(docker.authority() + "/" + THERE + "@" + top());
        cosign.verifyUnderTag(api.authority() + "/" + THERE + "@" + top());
        assertThat(repair(imported("image.tar", List.of()), registries).get(0).outcome())
                .isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void promoteWhenAnotherSignatureIsUnderTheTagKeepsBoth() throws IOException {
        List<String> registries = List.of("http://" + docker.authority());
        Path plain = directory.resolve("plain.tar");
        new ArchiveWriter(image.image(), Archives.identity("shop", "42"), image.blobs()).write(plain);
        promote(plain, registries);
        Path other = Files.createDirectory(directory.resolve("other"));
        CosignSigner theirs = new CosignSigner(other);
        String reference = docker.authority() + "/" + THERE + "@" + top();
        theirs.signUnderTag(reference);
        theirs.sign(reference);

        repair(imported("image.tar", List.of()), registries);

        cosign.verifyUnderTag(reference);
        theirs.verifyUnderTag(reference);
        cosign.verify(reference);
        theirs.verify(reference);
    }

    private Digest top() {
        return image.image().top().digest();
    }

    private Digest platform() {
        return image.image().manifests().get(1).descriptor().digest();
    }

    private static String at(DockerRegistry registry, Digest digest) {
        return registry.authority() + "/team/app@" + digest;
    }

    private Digest attach(Digest subject, String text) throws IOException {
        Path file = directory.resolve("sbom.spdx.json");
        Files.writeString(file, text);
        byte[] said = Commands.run(
                Commands.peer("oras"),
                "attach",
                "--plain-http",
                "--disable-path-validation",
                "--format",
                "json",
                "--artifact-type",
                "application/spdx+json",
                at(source, subject),
                file.toString());
        return Digest.of(Json.requiredString(Json.object(said, "oras"), "digest", "oras"));
    }

    /** What oras finds, at every depth. */
    private static Collection<String> discovered(String place, String reference) {
        byte[] said = Commands.run(Commands.peer("oras"), "discover", place, "--format", "json", reference);
        return java.util.regex.Pattern.compile("\"digest\": \"([^\"]+)\"")
                .matcher(new String(said, UTF_8))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private Path imported(String name, List<Platform> platforms) throws IOException {
        return imported(name, "docker://" + source.authority() + "/team/app:1", platforms);
    }

    private Path imported(String name, String from, List<Platform> platforms) throws IOException {
        ImportRequest request = new ImportRequest(
                ImportSource.of(from, directory),
                RegistryRole.SOURCE,
                platforms,
                100_000_000,
                limit,
                2,
                Map.of(),
                new Workspace(
                        directory.resolve("cache-" + name),
                        directory.resolve("work"),
                        false,
                        (address, environment) -> Registries.open(address, Accesses.anonymous()),
                        Mirrors.none(),
                        RecentAnswers.none(),
                        line -> {},
                        message -> warnings.add(told(message))));
        Path file = directory.resolve(name);
        try (ImportedImage taken = new ImageImporter(request).take()) {
            new ArchiveWriter(
                            taken.image(),
                            Archives.identity("shop", "42"),
                            taken.blobs(),
                            Optional.empty(),
                            taken.documents())
                    .write(file);
        }
        return file;
    }

    private static List<PromotionResult> promote(Path file, List<String> registries) throws IOException {
        return promote(file, registries, false);
    }

    private static List<PromotionResult> repair(Path file, List<String> registries) throws IOException {
        return promote(file, registries, true);
    }

    private static List<PromotionResult> promote(Path file, List<String> registries, boolean repair)
            throws IOException {
        Environment dev = TestEnvironments.of(
                "dev",
                Stream.of(registries.toArray(String[]::new))
                        .map(RegistryAddress::of)
                        .toList(),
                List.of(),
                List.of());
        try (ImageArchive archive = ImageArchive.open(file)) {
            Candidate candidate = new Candidate(archive, "a test", new Environments(List.of(dev)));
            return PromotionFixture.of(candidate).to("dev").repairing(repair).promote();
        }
    }
}
