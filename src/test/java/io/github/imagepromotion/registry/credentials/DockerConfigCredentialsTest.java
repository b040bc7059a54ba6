package io.github.imagepromotion.registry.credentials;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigCredentialsTest {
    private static final String CANARY = "kanarienvogel-5T";

    private final Map<String, String> environment = new HashMap<>();
    private Path home;

    @BeforeEach
    void prepare(@TempDir Path temporary) throws IOException {
        home = Files.createDirectories(temporary.resolve("home"));
        environment.put("PATH", Files.createDirectories(home.resolve("bin")) + ":" + System.getenv("PATH"));
    }

    private CredentialSource source() {
        return new DockerConfigCredentials(environment, Optional.of(home), Duration.ofSeconds(2));
    }

    private static RegistryAddress.Host host(String text) {
        return (RegistryAddress.Host) RegistryAddress.of(text);
    }

    private Optional<Credential> find(String registry) {
        return source().find(host(registry));
    }

    private static void write(Path file, String json) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
    }

    private void config(String json) throws IOException {
        write(home.resolve(".docker/config.json"), json);
    }

    private static String auth(String user, String password) {
        String pair = user + ":" + password;
        return "{\"auth\":\"" + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)) + "\"}";
    }

    private void helper(String name, String script) throws IOException {
        Path file = home.resolve("bin/docker-credential-" + name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @CsvSource({
        "r.example, r.example",
        "https://r.example, r.example",
        "https://r.example/v2/, r.example",
        "R.EXAMPLE:443, r.example",
        "r.example:5000, r.example:5000",
        "http://r.example:5000, https://r.example:5000/prefix",
        "https://index.docker.io/v1/, docker.io",
        "https://index.docker.io/v1/, registry-1.docker.io",
        "docker.io, index.docker.io"
    })
    void findWhenKeyNamesTheRegistryTakesIt(String key, String registry) throws IOException {
        config("{\"auths\":{\"other.example\":" + auth("no", "no") + ",\"" + key + "\":" + auth("ci", "a:b") + "}}");
        Credential found = find(registry).orElseThrow();
        assertThat(found.username()).isEqualTo("ci");
        assertThat(found.secret().reveal()).isEqualTo("a:b");
        assertThat(found.origin()).contains(home + "/.docker/config.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.example", "r.example:5001", "r.example:5000/team", "sub.r.example:5000"})
    void findWhenKeyNamesAnotherRegistryIsEmpty(String key) throws IOException {
        config("{\"auths\":{\"" + key + "\":" + auth("ci", "secret") + "}}");
        assertThat(find("r.example:5000")).isEmpty();
    }

    @Test
    void findWhenDockerConfigIsSetReadsThereOnly() throws IOException {
        config("{\"auths\":{\"r.example\":" + auth("home", "x") + "}}");
        environment.put("DOCKER_CONFIG", home.resolve("elsewhere").toString());
        assertThat(find("r.example")).isEmpty();
        write(home.resolve("elsewhere/config.json"), "{\"auths\":{\"r.example\":" + auth("elsewhere", "x") + "}}");
        assertThat(find("r.example").orElseThrow().username()).isEqualTo("elsewhere");
    }

    @Test
    void findWhenOnlyPodmanKnowsTheRegistryTakesIt() throws IOException {
        config("{\"auths\":{\"r.example\":{}}}");
        environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        write(home.resolve("run/containers/auth.json"), "{\"auths\":{\"r.example\":" + auth("podman", "x") + "}}");
        assertThat(find("r.example").orElseThrow().username()).isEqualTo("podman");
        assertThat(source().places(host("r.example"))).contains("config.json", "auth.json");
    }

    @Test
    void findWhenThereIsAnIdentityTokenTakesIt() throws IOException {
        config("{\"auths\":{\"r.example\":{\"auth\":\"Og==\",\"identitytoken\":\"" + CANARY + "\"}}}");
        Credential found = find("r.example").orElseThrow();
        assertThat(found.identityToken()).isTrue();
        assertThat(found.secret().reveal()).isEqualTo(CANARY);
    }

    @Test
    void findWhenHelperIsOfTheRegistryAsksItAlone() throws IOException {
        helper(
                "mine",
                "read server; printf '{\"ServerURL\":\"%s\",\"Username\":\"%s\",\"Secret\":\"s\"}' x \"$server\"");
        helper("all", "exit 3");
        config("{\"credsStore\":\"all\",\"credHelpers\":{\"r.example\":\"mine\"},\"auths\":{\"r.example\":"
                + auth("file", "x") + "}}");
        assertThat(find("r.example").orElseThrow().username()).isEqualTo("r.example");
        assertThat(find("r.example").orElseThrow().origin()).contains("docker-credential-mine");
    }

    @Test
    void findWhenStoreKnowsATokenTakesIt() throws IOException {
        helper("all", "printf '{\"Username\":\"<token>\",\"Secret\":\"" + CANARY + "\"}'");
        config("{\"credsStore\":\"all\",\"auths\":{\"r.example\":{}}}");
        assertThat(find("r.example").orElseThrow().identityToken()).isTrue();
    }

    @Test
    void findWhenStoreHasNoneOrIsMissingTakesTheFiles() throws IOException {
        String auths = "\"auths\":{\"r.example\":" + auth("file", "x") + "}}";
        helper("all", "echo 'credentials not found in native keychain'; exit 1");
        config("{\"credsStore\":\"all\"," + auths);
        assertThat(find("r.example").orElseThrow().username()).isEqualTo("file");
        config("{\"credsStore\":\"missing\"," + auths);
        assertThat(find("r.example").orElseThrow().username()).isEqualTo("file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo '" + CANARY + " is not JSON'",
                "echo '{\"Secret\":\"" + CANARY + "\"'",
                "echo '{\"Username\":\"x\",\"Secret\":[\"" + CANARY + "\"]}'",
                "echo " + CANARY + "; echo " + CANARY + " >&2; exit 7",
                "echo " + CANARY + "; exec sleep 60",
                "sleep 60 & echo " + CANARY + "; wait"
            })
    void findWhenHelperMisbehavesFailsWithoutItsWords(String script) throws IOException {
        helper("bad", script);
        config("{\"credHelpers\":{\"r.example\":\"bad\"}}");
        long start = System.nanoTime();
        assertThatThrownBy(() -> find("r.example"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("docker-credential-bad")
                .satisfies(tells("-Dimage.serverId"))
                .satisfies(thrown -> assertThat(stackTrace(thrown)).doesNotContain(CANARY));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "../../bin/sh"})
    void findWhenHelperOfTheRegistryIsMissingSaysSo(String helper) throws IOException {
        config("{\"credHelpers\":{\"r.example\":\"" + helper + "\"}}");
        assertThatThrownBy(() -> find("r.example")).isInstanceOf(ImageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"auths\":[]}",
                "{\"auths\":{\"r.example\":{\"auth\":\"%%%\"}}}",
                "{\"auths\":{\"r.example\":{\"auth\":\"a2FuYXJpZW52b2dlbC01VA==\"}}}"
            })
    void findWhenFileIsMalformedNamesItWithoutItsContent(String content) throws IOException {
        config(content);
        assertThatThrownBy(() -> find("r.example"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("config.json")
                .satisfies(thrown -> assertThat(stackTrace(thrown)).doesNotContain(CANARY, "a2FuYXJp"));
    }

    @Test
    void firstOfAsksInOrder() throws IOException {
        config("{\"auths\":{\"r.example\":" + auth("docker", "x") + "}}");
        CredentialSource both = CredentialSources.firstOf(CredentialSources.firstOf(), source());
        assertThat(both.find(host("r.example")).orElseThrow().username()).isEqualTo("docker");
        assertThat(both.find(host("s.example"))).isEmpty();
        assertThat(both.places(host("s.example"))).contains("config.json");
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
