package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.ReleaseArchives;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code <release><form>}: what {@code image:release} writes beside the lock. */
@NeedsTools
class ReleaseFormTest {
    private static final String FULL = "image.release.form=full";

    @TempDir
    private Path directory;

    private final TestImage shop = TestImages.single(1, 90_000, 700);
    private final TestImage billing = TestImages.single(2, 4000);
    private final Descriptor base =
            shop.image().imageManifests().get(0).layers().get(0);
    private Path lock;
    private Path full;

    @BeforeEach
    void start() throws IOException {
        lock = directory.resolve("target/shop-1.0-release.json");
        full = directory.resolve("target/shop-1.0-release.tar");
        Files.writeString(directory.resolve("key.pem"), TestKeys.pem());
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>prod</id><registry>oci:" + directory.resolve("registry")
                        + "</registry><movingTags>latest</movingTags></environment></environments>");
        deploy("billing", new ReleaseArchives(directory).with("billing", billing, List.of()));
    }

    @Test
    void releaseWhenTheFormIsFullWritesOneFileWithAll() throws IOException {
        deploy("shop", new ReleaseArchives(directory).with("shop", shop, List.of()));

        assertThat(release()).noneMatch(line -> line.contains(".tar"));
        assertThat(full).doesNotExist();
        List<String> lines = release(FULL);

        assertThat(lines).anyMatch(line -> line.startsWith("  " + full + ", 1") && line.endsWith(": all in one file"));
        assertThat(ReleaseArchives.file(ReleaseArchives.read(full), "release.json"))
                .isEqualTo(Files.readAllBytes(lock));
        byte[] first = Files.readAllBytes(full);
        release(FULL);
        assertThat(full).hasBinaryContent(first);
    }

    /** As it was carried to another place: the file, environments, and nothing else. */
    @Test
    void promoteWhenTheFileWasCarriedElsewhereNeedsNothingElse() throws IOException {
        deploy("shop", new ReleaseArchives(directory).with("shop", shop, List.of()));
        release(FULL);
        Path site = Files.createDirectories(directory.resolve("site"));
        Path carried = Files.move(full, site.resolve("november.tar"));
        Files.move(directory.resolve("repository"), directory.resolve("away"));

        assertThat(new GoalCalls(site)
                        .offline()
                        .call(
                                "promote",
                                Map.of(
                                        "image.file",
                                        carried.toString(),
                                        "image.environments",
                                        directory.resolve("environments.xml").toString(),
                                        "image.environment",
                                        "prod")))
                .filteredOn(line -> line.startsWith("Promoted"))
                .hasSize(3);
    }

    @Test
    void releaseWhenTheFormIsUnknownWritesNothing() throws IOException {
        deploy("shop", new ReleaseArchives(directory).with("shop", shop, List.of()));

        assertThat(last(release("image.release.form=tar")))
                .isEqualTo("Illegal <release><form> (-Dimage.release.form): it is lock or full, not 'tar'.");
        assertThat(lock).doesNotExist();
    }

    @Test
    void releaseWhenAMemberIsThinFetchesTheLayersOfItsBase() throws IOException {
        try (DockerRegistry bases = DockerRegistry.anonymous()) {
            try (Registry registry = Registries.open(bases.address(), Accesses.anonymous())) {
                registry.repository(RepositoryName.of("base/java")).push(base, shop.blobs(), List.of());
            }
            thin(bases.authority());

            assertThat(release(FULL, "image.allowRegistries=" + bases.authority() + "/base/java"))
                    .anyMatch(line -> line.endsWith(": all in one file"));

            assertThat(ReleaseArchives.read(full)
                            .get("blobs/sha256/" + base.digest().hex()))
                    .isEqualTo(shop.blobs().read(base, 1_000_000));
        }
    }

    /** Whoever can write to the Maven repository may name any address in an archive. */
    @Test
    void releaseWhenNobodyVouchesForTheBaseOfAThinMemberWritesNothing() throws IOException {
        thin("127.0.0.1:1");

        assertThat(last(release(FULL)))
                .startsWith("The thin archive of 'acme/shop:7' lacks " + base.digest())
                .contains("-Dimage.allowRegistries=127.0.0.1:1/base/java")
                .doesNotContain("trustedKeys");
        assertThat(lock).doesNotExist();
        assertThat(full).doesNotExist();
        assertThat(release()).anyMatch(line -> line.startsWith("Released "));
    }

    @Test
    void releaseWhenTheBaseOfAThinMemberIsGoneWritesNothing() throws IOException {
        try (DockerRegistry bases = DockerRegistry.anonymous()) {
            thin(bases.authority());

            assertThat(last(release(FULL, "image.allowRegistries=" + bases.authority())))
                    .contains(
                            "The thin archive of 'acme/shop:7' lacks " + base.digest(), "does not hold them any more");
        }
        assertThat(lock).doesNotExist();
        assertThat(full).doesNotExist();
    }

    private void thin(String registry) throws IOException {
        ExternalLayers layers = new ExternalLayers(
                ImageReference.of(registry + "/base/java@" + Digest.sha256(new byte[] {1})), Set.of(base.digest()));
        deploy("shop", new ReleaseArchives(directory).with("shop", shop, List.of(), Optional.of(layers)));
    }

    /** Puts what is written into the Maven repository. */
    private void deploy(String name, ReleaseArchives written) throws IOException {
        assertThat(written).isNotNull();
        Path there = Files.createDirectories(directory.resolve("repository/com/acme/" + name + "/1.0"));
        for (String type : List.of("tar", "json")) {
            Files.move(directory.resolve(name + "-image." + type), there.resolve(name + "-1.0-image." + type));
        }
    }

    private List<String> release(String... properties) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "image.remoteRepositories",
                "it::" + directory.resolve("repository").toUri(),
                "image.environments",
                "environments.xml",
                "image.signing.keyFile",
                "key.pem",
                "image.retries",
                "0"));
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        return new GoalCalls(directory)
                .withRelease(ReleaseCalls.member("shop:1.0"), ReleaseCalls.member("billing:1.0"))
                .call("release", all);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }
}
