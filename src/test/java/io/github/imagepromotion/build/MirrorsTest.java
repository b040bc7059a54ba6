package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.build.base.BaseImages.RecentAnswers;
import io.github.imagepromotion.build.base.Mirrors;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors of the base image's registry; both are real registries. */
@NeedsTools
class MirrorsTest {
    private static DockerRegistry origin;
    private static DockerRegistry mirror;

    @TempDir
    Path directory;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private BuildFixture build;
    private String repository;

    @BeforeAll
    static void startRegistries() {
        origin = DockerRegistry.anonymous();
        mirror = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stopRegistries() {
        origin.close();
        mirror.close();
    }

    @BeforeEach
    void start(TestInfo test) throws Exception {
        build = new BuildFixture(directory.resolve("project")).withMainClass("Hello");
        repository = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        build.base = origin.authority() + "/" + repository + ":1";
        build.mirrors = List.of(origin.authority() + "=" + mirror.authority() + "/prefix");
        build.registries = (address, mirror) -> {
            asked.add(mirror ? "mirror" : "origin");
            return Registries.open(address, Accesses.anonymous());
        };
    }

    @Test
    void imageWhenTheMirrorHasItIsTakenFromThereUnderItsOwnName() throws Exception {
        Descriptor base = push(mirror.authority() + "/prefix/", "linux/amd64");

        try (BuiltImage built = build.build()) {
            BuildFixture.readAll(built);
            assertThat(built.base().orElseThrow().digest()).isEqualTo(base.digest());
            assertThat(BuildFixture.manifest(built).annotations())
                    .containsEntry("org.opencontainers.image.base.name", build.base);
        }
        assertThat(asked).containsExactly("mirror");
        assertThat(build.warnings).isEmpty();
    }

    @Test
    void imageWhenTheMirrorLacksItIsTakenFromItsRegistry() throws Exception {
        Descriptor base = push(origin.authority() + "/", "linux/amd64");

        try (BuiltImage built = build.build()) {
            BuildFixture.readAll(built);
            assertThat(built.base().orElseThrow().digest()).isEqualTo(base.digest());
        }
        assertThat(asked).containsExactly("mirror", "origin");
    }

    @Test
    void imageWhenTheMirrorIsDeadIsTakenFromItsRegistryAndThatIsSaidOnce() throws Exception {
        push(origin.authority() + "/", "linux/amd64");
        build.mirrors = List.of(origin.authority() + "=http://127.0.0.1:1");

        try (BuiltImage built = build.build()) {
            BuildFixture.readAll(built);
        }
        assertThat(build.warnings)
                .singleElement()
                .asString()
                .startsWith("The mirror http://127.0.0.1:1 of " + origin.authority() + " is passed by: ");
    }

    @Test
    void mirrorsWhenDockerHubsAreFoundUnderEachOfItsNames() {
        Mirrors mirrors = Mirrors.of(List.of("docker.io=mirror.example", "index.docker.io = http://b.example/hub"));

        assertThat(mirrors.byRegistry())
                .containsOnlyKeys("registry-1.docker.io")
                .containsValue(
                        List.of((RegistryAddress.Host) RegistryAddress.of("mirror.example"), (RegistryAddress.Host)
                                RegistryAddress.of("http://b.example/hub")));
    }

    @Test
    void mirrorWhenMalformedNamesElementAndProperty() {
        for (String text : List.of("mirror.example", "=mirror.example", "docker.io=", "docker.io=oci:dir")) {
            assertThatThrownBy(() -> Mirrors.of(List.of(text)))
                    .isInstanceOf(ImageException.class)
                    .satisfies(tells("'" + text + "'", "<from><mirrors>", "-Dimage.from.mirrors"));
        }
    }

    @Test
    void tagWhenMovedSinceTheLastBuildIsWarnedOfOnce() throws Exception {
        build.mirrors = List.of();
        Descriptor before = push(origin.authority() + "/", "linux/amd64");
        build.build().close();
        assertThat(build.warnings).isEmpty();
        Descriptor now = push(origin.authority() + "/", "linux/arm64");

        build.answers = RecentAnswers.none();
        build.build().close();
        build.answers = RecentAnswers.none();
        build.build().close();

        assertThat(build.warnings)
                .containsExactly("The image " + build.base + " moved since it was last taken here: it was "
                        + before.digest() + ", it is " + now.digest()
                        + ". To stay with one, name it by digest in <from><image> (-Dimage.from.image).");
    }

    private Descriptor push(String prefix, String platform) throws Exception {
        LayoutFixture layout = new LayoutFixture(directory.resolve("base-" + platform.replace('/', '-')));
        Descriptor image = layout.image(Platform.of(platform));
        layout.name(image, "base");
        Commands.run(
                Commands.installed("skopeo"),
                "copy",
                "--dest-tls-verify=false",
                "oci:" + layout.directory,
                "docker://" + prefix + repository + ":1");
        return image;
    }
}
