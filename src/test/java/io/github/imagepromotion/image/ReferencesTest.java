package io.github.imagepromotion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {

    @ParameterizedTest
    @CsvSource({
        "eclipse-temurin:17-jre, registry-1.docker.io/library/eclipse-temurin:17-jre",
        "busybox, registry-1.docker.io/library/busybox:latest",
        "acme/app, registry-1.docker.io/acme/app:latest",
        "docker.io/acme/app:1, registry-1.docker.io/acme/app:1",
        "localhost/app, localhost/app:latest",
        "localhost:5000/a/b:c, localhost:5000/a/b:c",
        "http://127.0.0.1:5000/a:b, http://127.0.0.1:5000/a:b",
        "ghcr.io/acme/app:1.0, ghcr.io/acme/app:1.0"
    })
    void imageReferenceWhenNamedAsPeopleDoIsComplete(String text, String full) {
        assertThat(ImageReference.of(text)).hasToString(full);
    }

    @Test
    void imageReferenceWhenItHasADigestAsksForTheDigest() {
        String digest = "sha256:" + "a".repeat(64);

        assertThat(ImageReference.of("r.example/app:1@" + digest).reference()).isEqualTo(Digest.of(digest));
        assertThat(ImageReference.of("r.example/app@" + digest).tag()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "a//b", "a/../b", "a:b c", "a@sha256:1", "http:///a", "r.example/", "-a"})
    void imageReferenceWhenMalformedRefuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example, app, registry.example, app",
        "https://registry.example:8443, app, https://registry.example:8443, app",
        "registry.example/team/images/, app, registry.example/team/images, team/images/app",
        "[::1]:5000, app, [::1]:5000, app",
        "oci:/var/images, app, oci:/var/images, app"
    })
    void registryAddressWhenLegalLocatesRepositories(String text, String name, String printed, String located) {
        RegistryAddress address = RegistryAddress.of(text);

        assertThat(address).hasToString(printed);
        assertThat(address.locate(RepositoryName.of(name))).hasToString(located);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oci:",
                "ftp://x",
                "user:secret@registry.example",
                "host:99999",
                "host:x",
                "a b",
                "host/UPPER",
                "host/../x"
            })
    void registryAddressWhenIllegalRefuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RegistryAddress.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".x", "-x", "a/b", "a b", "a:b", "ä"})
    void buildIdWhenItIsNoTagRefuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> BuildId.of(text)).withMessageContaining("BuildId");
    }

    @Test
    void buildIdWhenItLooksLikeAReferrersTagRefuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> BuildId.of("sha256-" + "a".repeat(64)));
    }

    @Test
    void buildIdWhenOfContentNamesTheDigest() {
        assertThat(BuildId.ofContent(Digest.of("sha256:" + "ab".repeat(32)))).hasToString("content-abababababab");
    }

    @ParameterizedTest
    @CsvSource({
        "linux/arm64/v8, linux/arm64, true",
        "linux/arm64, linux/arm64/v8, true",
        "linux/arm/v7, linux/arm/v6, false",
        "linux/amd64, linux/arm64, false",
        "windows/amd64, linux/amd64, false"
    })
    void platformWhenAskedForAnotherSaysWhetherItServes(String platform, String wanted, boolean serves) {
        assertThat(Platform.of(platform).satisfies(Platform.of(wanted))).isEqualTo(serves);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linux", "linux/", "/amd64", "a/b/c/d"})
    void platformWhenMalformedRefuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Platform.of(text));
    }

    /** Maven takes them all. */
    @ParameterizedTest
    @ValueSource(strings = {"1.0~rc1", "1.0#12", "1.0 b", "1.0ü", "v1+build.5", "2026-11-29@main!", "%'&;=^`$_"})
    void coordinatesWhenTheVersionIsOddTakesIt(String version) {
        assertThat(Coordinates.of("g:a:" + version).version()).isEqualTo(version);
        assertThat(Coordinates.of(Coordinates.of("g:a:" + version).toString()).version())
                .isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"g:a", "g:a:v:x", "../g:a:v", "g:a:../../v", "g: :v"})
    void coordinatesWhenMalformedRefuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Coordinates.of(text));
    }

    @ParameterizedTest
    @CsvSource({"1.0, false", "1.0-SNAPSHOT, true", "1.0-20261123.101112-3, true"})
    void coordinatesWhenAskedKnowASnapshot(String version, boolean snapshot) {
        assertThat(Coordinates.of("g:a:" + version).isSnapshot()).isEqualTo(snapshot);
    }
}
