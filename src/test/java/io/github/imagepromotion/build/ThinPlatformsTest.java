package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thin archive of two platforms, built on a base of three that skopeo put into a real registry. */
@NeedsTools
class ThinPlatformsTest {
    private static final List<Platform> PLATFORMS = List.of(Platform.LINUX_AMD64, Platform.of("linux/arm64"));

    @TempDir
    Path directory;

    private DockerRegistry bases;
    private DockerRegistry prod;
    private ImageArchive full;
    private ImageArchive thin;
    /** Of linux/amd64 and linux/arm64. */
    private List<Descriptor> baseLayers;

    @BeforeEach
    void buildThinArchive() throws Exception {
        bases = DockerRegistry.anonymous();
        prod = DockerRegistry.anonymous();
        LayoutFixture layout = new LayoutFixture(directory.resolve("base"));
        layout.name(layout.index("linux/amd64", "linux/arm64", "linux/s390x"), "base");
        Commands.run(
                skopeo(),
                "copy",
                "--all",
                "--dest-tls-verify=false",
                "oci:" + layout.directory,
                "docker://" + bases.authority() + "/base/java:1");
        baseLayers = PLATFORMS.stream()
                .map(platform -> layout.parts(platform).layer())
                .toList();
        BuildFixture build = new BuildFixture(directory.resolve("project")).withMainClass("Hello");
        build.base = bases.authority() + "/base/java:1";
        build.platforms = PLATFORMS;
        build.registries = (address, mirror) -> open(address);
        try (BuiltImage built = build.build()) {
            full = write("full.tar", built, Optional.empty());
            thin = write("thin.tar", built, Optional.of(externalLayers(built)));
        }
    }

    @AfterEach
    void stop() throws IOException {
        full.close();
        thin.close();
        bases.close();
        prod.close();
    }

    @Test
    void archiveWhenThinLacksTheBasesLayersOfItsPlatformsAlone() throws IOException {
        thin.check(2);

        assertThat(thin.image().top().digest()).isEqualTo(full.image().top().digest());
        assertThat(thin.image().imageManifests()).hasSize(2);
        assertThat(thin.externalLayers().orElseThrow().layers())
                .containsExactlyElementsOf(
                        baseLayers.stream().map(Descriptor::digest).toList());
        assertThat(thin.image().blobs()).filteredOn(thin::isLeftOut).hasSize(2);
    }

    @Test
    void promoteWhenThinTakesEachPlatformsLayersFromTheBase() throws IOException {
        PromotionResult result = promote(prod);

        assertThat(result.outcome()).isEqualTo(PromotionResult.Outcome.PROMOTED);
        assertThat(arrivals(result)).containsOnly("uploaded");
        String image = prod.authority() + "/acme/shop:42";
        assertThat(crane("digest", "--insecure", image))
                .isEqualTo(full.image().top().digest().toString());
        crane("validate", "--insecure", "--remote", image);
        for (Platform platform : PLATFORMS) {
            assertThat(baseFile(image, platform)).isEqualTo(platform.toString());
            Path pulled = directory.resolve("pulled-" + platform.architecture());
            Commands.run(
                    skopeo(),
                    "--override-arch=" + platform.architecture(),
                    "copy",
                    "--src-tls-verify=false",
                    "docker://" + image,
                    "oci:" + pulled);
            assertThat(pulled.resolve("blobs/sha256")
                            .resolve(layer(platform).digest().hex()))
                    .exists();
        }
    }

    @Test
    void promoteWhenTheBaseIsInTheSameRegistryMountsBothPlatformsLayers() throws IOException {
        assertThat(arrivals(promote(bases))).containsOnly("mounted");

        crane("validate", "--insecure", "--remote", bases.authority() + "/acme/shop:42");
    }

    @Test
    void promoteWhenTheBasesRegistryIsGoneNamesTheLayersOfBothAndWritesNothing() throws IOException {
        bases.close();

        assertThatThrownBy(() -> promote(prod))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("The thin archive of 'acme/shop:42' lacks "
                        + baseLayers.stream()
                                .map(layer -> layer.digest().toString())
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ", and cannot have them from the base image '" + bases.authority() + "/base/java@sha256:")
                .satisfies(tells("(<thin>false</thin>, -Dimage.thin=false)"));
        assertNothingIsInProd();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void promoteWhenTheBaseLostOnePlatformsLayerNamesItAndWritesNothing(int lost) throws IOException {
        try (Stream<Path> files = Files.walk(bases.storage())) {
            String name = baseLayers.get(lost).digest().hex();
            files.filter(file -> file.toString().contains("_layers/sha256/" + name) && Files.isRegularFile(file))
                    .toList()
                    .forEach(file -> file.toFile().delete());
        }

        assertThatThrownBy(() -> promote(prod))
                .hasMessageContaining("lacks " + baseLayers.get(lost).digest() + ", and cannot have them")
                .hasMessageContaining("It does not hold them any more.")
                .hasMessageNotContaining(baseLayers.get(1 - lost).digest().toString());
        assertNothingIsInProd();
    }

    private ImageArchive write(String name, BuiltImage built, Optional<ExternalLayers> externalLayers)
            throws IOException {
        Path file = directory.resolve(name);
        new ArchiveWriter(built.image(), Archives.identity("shop", "42"), built.blobs(), externalLayers).write(file);
        return ImageArchive.open(file);
    }

    /** As image:build has it. */
    private ExternalLayers externalLayers(BuiltImage built) {
        var base = built.base().orElseThrow();
        Set<Digest> layers =
                base.layers().stream().map(Descriptor::digest).collect(Collectors.toCollection(LinkedHashSet::new));
        return new ExternalLayers(ImageReference.of(bases.authority() + "/base/java@" + base.digest()), layers);
    }

    private Descriptor layer(Platform platform) {
        return baseLayers.get(PLATFORMS.indexOf(platform));
    }

    /** A file of the base's layer, as crane has it of the platform's whole file system. */
    private String baseFile(String image, Platform platform) {
        Path tar = directory.resolve(platform.architecture() + ".tar");
        crane("export", "--insecure", "--platform", platform.toString(), image, tar.toString());
        return new String(Commands.run("tar", "-xOf", tar.toString(), "etc/platform"), UTF_8);
    }

    /** How the base's layers came there. */
    private List<String> arrivals(PromotionResult result) {
        List<Digest> digests = baseLayers.stream().map(Descriptor::digest).toList();
        List<String> arrivals = result.images().get(0).blobs().stream()
                .filter(blob -> digests.contains(blob.digest()))
                .map(PromotionResult.BlobArrival::action)
                .toList();
        assertThat(arrivals).hasSize(2);
        return arrivals;
    }

    private void assertNothingIsInProd() throws IOException {
        if (Files.exists(prod.storage())) {
            try (Stream<Path> files = Files.walk(prod.storage())) {
                assertThat(files.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    private PromotionResult promote(DockerRegistry registry) throws IOException {
        Environment environment = TestEnvironments.of("prod", List.of(registry.address()), List.of(), List.of());
        Candidate candidate = new Candidate(thin, "a test", new Environments(List.of(environment)));
        return PromotionFixture.of(candidate)
                .to("prod")
                .within(new RetryBudget(2, Duration.ofSeconds(5), Clock.systemUTC()))
                .promote()
                .get(0);
    }

    private static Registry open(RegistryAddress address) {
        return Registries.open(address, Accesses.anonymous());
    }

    private static String skopeo() {
        return Commands.installed("skopeo");
    }

    private static String crane(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = Commands.peer("crane");
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new String(Commands.run(command), UTF_8).trim();
    }
}
