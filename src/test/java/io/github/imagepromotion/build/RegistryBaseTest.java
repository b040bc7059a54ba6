package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.plugin.console.Told.tellsLast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.build.base.BaseImages.RecentAnswers;
import io.github.imagepromotion.build.base.BaseOpener;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Base images in a real registry, put there by skopeo. */
@NeedsTools
class RegistryBaseTest {
    private static final BaseOpener ONLINE = (address, mirror) -> Registries.open(address, Accesses.anonymous());
    private static final BaseOpener NEVER = (address, mirror) -> {
        throw new AssertionError("asked " + address);
    };

    private static DockerRegistry registry;

    @TempDir
    Path directory;

    private BuildFixture build;
    private LayoutFixture layout;
    private String image;

    @BeforeAll
    static void startRegistry() {
        registry = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    @BeforeEach
    void start(TestInfo test) throws Exception {
        build = new BuildFixture(directory.resolve("project")).withMainClass("Hello");
        layout = new LayoutFixture(directory.resolve("base"));
        image = registry.authority() + "/"
                + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT) + ":1";
        build.base = image;
        build.registries = ONLINE;
    }

    @Test
    void baseWhenItCannotBeReachedSaysTheCauseFirstAndTheRemedyOnce() {
        build.base = "127.0.0.1:1/base:1";

        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(
                        "Cannot build on the base image '127.0.0.1:1/base:1': registry '127.0.0.1:1' does not answer (")
                .satisfies(tellsLast(
                        "Check <registry> of the environment (-Dimage.environments), and that the registry runs."))
                .hasMessageNotContaining("The base image is set by");
    }

    @Test
    void tagWhenPulledOnceIsBuiltOfflineAgain() throws Exception {
        Descriptor base = push(layout.index("linux/amd64", "linux/arm64"));

        Descriptor online = buildAndRead();
        build.offline = true;
        build.registries = NEVER;
        build.work = directory.resolve("other-work");

        assertThat(buildAndRead()).isEqualTo(online);
        build.base = image.replace(":1", "@" + base.digest());
        try (BuiltImage pinned = build.build()) {
            assertThat(pinned.base().orElseThrow().digest()).isEqualTo(base.digest());
        }
    }

    @Test
    void annotationsWhenBaseIsInARegistryNameIt() throws Exception {
        Descriptor base = push(layout.image(Platform.LINUX_AMD64));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.manifest(built).annotations())
                    .containsEntry("org.opencontainers.image.base.name", image)
                    .containsEntry(
                            "org.opencontainers.image.base.digest",
                            base.digest().toString());
        }
    }

    @Test
    void digestWhenPulledOnceAsksNobodyAgain() throws Exception {
        Descriptor base = push(layout.image(Platform.LINUX_AMD64));
        build.base = image + "@" + base.digest();
        Descriptor first = buildAndRead();
        build.registries = NEVER;

        assertThat(buildAndRead()).isEqualTo(first);
    }

    @Test
    void tagWhenAnotherModuleAskedIsNotAskedAgain() throws Exception {
        push(layout.image(Platform.LINUX_AMD64));
        build.answers = new RecentAnswers(new ConcurrentHashMap<>(), Optional.empty());
        Descriptor first = buildAndRead();
        build.registries = NEVER;

        assertThat(buildAndRead()).isEqualTo(first);
    }

    @Test
    void tagWhenAskedWithinTheAgeThatMayBeIsNotAskedAgain() throws Exception {
        push(layout.image(Platform.LINUX_AMD64));
        Descriptor first = buildAndRead();
        build.registries = NEVER;
        build.answers = new RecentAnswers(new ConcurrentHashMap<>(), Optional.of(Duration.ofHours(1)));

        assertThat(buildAndRead()).isEqualTo(first);

        build.answers = new RecentAnswers(new ConcurrentHashMap<>(), Optional.of(Duration.ofNanos(1)));
        assertThatThrownBy(this::buildAndRead).hasMessageStartingWith("asked ");
    }

    @Test
    void tagWhenMovedIsFollowedOnline() throws Exception {
        push(layout.image(Platform.LINUX_AMD64));
        Descriptor before = buildAndRead();
        Descriptor moved = push(layout.image(Platform.of("linux/arm64")));
        build.answers = RecentAnswers.none();

        try (BuiltImage after = build.build()) {
            assertThat(after.image().top()).isNotEqualTo(before);
            assertThat(after.base().orElseThrow().digest()).isEqualTo(moved.digest());
        }
    }

    @Test
    void platformWhenNotPulledYetAndOfflineSaysSo() throws Exception {
        push(layout.index("linux/amd64", "linux/arm64"));
        buildAndRead();
        build.offline = true;
        build.platforms = List.of(Platform.of("linux/arm64"));

        assertFailsNaming("is not in the cache");
    }

    @Test
    void imageWhenNeverPulledAndOfflineSaysSo() {
        build.offline = true;
        build.registries = NEVER;

        assertFailsNaming("was never pulled here");
    }

    @Test
    void imageWhenTheRegistryHasNoneSaysSo() {
        assertFailsNaming("The registry has no such image");
    }

    @Test
    void schema2WhenPulledIsMappedToOci() throws Exception {
        push(layout.image(Platform.LINUX_AMD64), "--format", "v2s2");

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.manifest(built).layers())
                    .allMatch(layer -> layer.mediaType().equals(MediaType.OCI_LAYER_GZIP));
            BuildFixture.readAll(built);
        }
    }

    @Test
    void layerWhenDamagedInTheCacheIsFoundAndPulledAnew() throws Exception {
        push(layout.image(Platform.LINUX_AMD64));
        Descriptor good = buildAndRead();
        Path layer = cachedLayer();
        byte[] content = Files.readAllBytes(layer);
        content[content.length / 2] ^= 1;
        Files.write(layer, content);

        assertThatThrownBy(this::buildAndRead)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("of cache")
                .hasMessageContaining("is damaged");
        assertThat(buildAndRead()).isEqualTo(good);
    }

    @Test
    void layerWhenTheRegistrySendsOtherBytesIsNotKept() throws Exception {
        Descriptor base = push(layout.image(Platform.of("linux/ppc64le")));
        Digest layer = layerOf(base);
        Path data = stored(layer);
        byte[] content = Files.readAllBytes(data);
        content[content.length / 2] ^= 1;
        Files.write(data, content);

        assertThatThrownBy(build::build).isInstanceOf(ImageException.class).hasMessageContaining("sha256:");
        try (Stream<Path> cached = Files.walk(build.cache)) {
            assertThat(cached.filter(file ->
                            file.endsWith(layer.hex()) || file.toString().endsWith(".part")))
                    .isEmpty();
        }
    }

    @Test
    void cacheWhenSeveralModulesFillItAtOnceServesAll() throws Exception {
        push(layout.index("linux/amd64", "linux/arm64"));
        List<BuildFixture> modules = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            BuildFixture module = new BuildFixture(directory.resolve("module" + i)).withMainClass("Hello");
            module.base = image;
            module.registries = ONLINE;
            module.cache = build.cache;
            modules.add(module);
        }

        ConcurrentLinkedQueue<Descriptor> tops = new ConcurrentLinkedQueue<>();
        Parallel.forEach(modules, 8, module -> {
            try (BuiltImage built = module.build()) {
                BuildFixture.readAll(built);
                tops.add(built.image().top());
            }
        });

        Set<Descriptor> distinct = new HashSet<>(tops);
        assertThat(tops).hasSize(8);
        assertThat(distinct).hasSize(1);
    }

    private Descriptor buildAndRead() throws Exception {
        try (BuiltImage built = build.build()) {
            BuildFixture.readAll(built);
            return built.image().top();
        }
    }

    private void assertFailsNaming(String part) {
        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Cannot build on the base image '" + image + "'")
                .hasMessageContaining(part)
                .satisfies(tells("<from><image> (-Dimage.from.image)"));
    }

    private Descriptor push(Descriptor base, String... options) {
        layout.name(base, base.digest().abbreviated());
        List<String> command =
                new ArrayList<>(List.of(Commands.installed("skopeo"), "copy", "--all", "--dest-tls-verify=false"));
        command.addAll(List.of(options));
        command.addAll(List.of("oci:" + layout.directory + ":" + base.digest().abbreviated(), "docker://" + image));
        Commands.run(command.toArray(String[]::new));
        return base;
    }

    private Path cachedLayer() throws Exception {
        try (Stream<Path> blobs = Files.list(build.cache.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                if ((Files.readAllBytes(blob)[0] & 0xff) == 0x1f) {
                    return blob;
                }
            }
        }
        throw new AssertionError("no layer in the cache");
    }

    private Digest layerOf(Descriptor base) throws Exception {
        var manifest = io.github.imagepromotion.manifest.Manifest.parse(base, Files.readAllBytes(layout.fileOf(base)));
        return manifest.blobs().get(1).digest();
    }

    private static Path stored(Digest blob) {
        return registry.storage()
                .resolve("docker/registry/v2/blobs/sha256")
                .resolve(blob.hex().substring(0, 2))
                .resolve(blob.hex())
                .resolve("data");
    }
}
