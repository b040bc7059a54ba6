package io.github.imagepromotion.plugin.access;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.plugin.Calls;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/** Every place has a login for the registry: which is taken, and what the log says of it. */
class AccessTest {
    private static final RegistryAddress.Host HOST = (RegistryAddress.Host) RegistryAddress.of("r.example:5000");
    private static final Connection BY_VARIABLES = new Connection(
            Optional.of("CI_USER"),
            Optional.of("CI_PASSWORD"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    @TempDir
    private Path directory;

    private final Map<String, String> variables = new HashMap<>();
    private final List<Server> servers = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private String allowRegistries = "";

    @BeforeEach
    void fillEveryPlace() throws IOException {
        variables.put("CI_USER", "of-variables");
        variables.put("CI_PASSWORD", "kanarienvogel");
        server("prod", "of-id");
        server("r.example:5000", "of-port");
        server("r.example", "of-host");
        server("company", "of-hosts");
        servers.get(3)
                .setConfiguration(Calls.element(
                        "configuration", null, Calls.element("hosts", "a.example, R.example:5000,b.example:1")));
        variables.put("HOST_USER", "of-property");
        variables.put("DOCKER_CONFIG", directory.resolve("docker").toString());
        variables.put("XDG_RUNTIME_DIR", directory.toString());
        auths("docker/config.json", "of-docker");
        auths("containers/auth.json", "of-podman");
    }

    private void server(String id, String username) {
        Server server = new Server();
        server.setId(id);
        server.setUsername(username);
        server.setPassword("kanarienvogel");
        servers.add(server);
    }

    private void auths(String file, String username) throws IOException {
        String pair = username + ":kanarienvogel";
        String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "{\"auths\":{\"https://r.example:5000\":{\"auth\":\"" + auth + "\"}}}");
    }

    private Access access() {
        MavenSession session = Calls.session(Map.of(), variables);
        session.getRequest().setServers(servers);
        SettingsDecryption decryption = new SettingsDecryption(new DefaultSettingsDecrypter(
                new DefaultSecDispatcher(new DefaultPlexusCipher(), Map.of(), "src/it/none.xml")));
        AllowedRegistries allowed = new AllowedRegistries(allowRegistries, directory, directory);
        return new Access(session, decryption, "environment 'prod'", log::add, allowed);
    }

    private Optional<Credential> find(Optional<String> serverId, Connection connection) {
        return access().credentials(serverId, connection, RegistryRole.ENVIRONMENT)
                .find(HOST);
    }

    private void takes(String username, Connection connection, String told) {
        log.clear();
        assertThat(find(Optional.empty(), connection).map(Credential::username)).contains(username);
        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("Login for registry 'r.example:5000': ")
                .contains(told)
                .doesNotContain("kanarienvogel");
    }

    @Test
    void credentialsWhenEveryPlaceHasOneAreTakenInOrder() throws IOException {
        takes("of-variables", BY_VARIABLES, "environment variables CI_USER and CI_PASSWORD");
        allowRegistries = "other.example=CI_PASSWORD:CI_PASSWORD,r.example:5000=HOST_USER:CI_PASSWORD";
        takes("of-property", Connection.STANDARD, "environment variables HOST_USER and CI_PASSWORD");
        allowRegistries = "";
        assertThat(find(Optional.of("prod"), Connection.STANDARD).map(Credential::username))
                .contains("of-id");
        takes("of-port", Connection.STANDARD, "server 'r.example:5000' of settings.xml");
        servers.removeIf(server -> server.getId().equals("r.example:5000"));
        takes("of-host", Connection.STANDARD, "server 'r.example' of settings.xml");
        servers.removeIf(server -> server.getId().equals("r.example"));
        takes("of-hosts", Connection.STANDARD, "server 'company' of settings.xml");
        servers.clear();
        takes("of-docker", Connection.STANDARD, "docker/config.json");
        Files.delete(directory.resolve("docker/config.json"));
        takes("of-podman", Connection.STANDARD, "containers/auth.json");
        Files.delete(directory.resolve("containers/auth.json"));
        log.clear();
        assertThat(find(Optional.empty(), Connection.STANDARD)).isEmpty();
        assertThat(log.toString())
                .contains("none in server 'r.example:5000' or 'r.example' of settings.xml", "docker/config.json");
    }

    @Test
    void credentialsWhenAChosenPlaceHasNoneAreNotTakenFromTheNext() {
        variables.remove("CI_PASSWORD");
        assertThatThrownBy(() -> find(Optional.empty(), BY_VARIABLES))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("'CI_PASSWORD' is not set");
        assertThatThrownBy(() -> find(Optional.of("none"), Connection.STANDARD))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("no server 'none'");
    }

    /** What an unsigned build record may name: nothing else of a registry is known than that the operator has it. */
    @Test
    void knowsWhenALoginIsKeptForTheHostWherever() throws IOException {
        servers.removeIf(server -> !server.getId().equals("company"));
        Files.delete(directory.resolve("docker/config.json"));
        Files.delete(directory.resolve("containers/auth.json"));
        assertThat(List.of("r.example:5000", "r.example:5000/acme", "https://a.example", "a.example:444"))
                .allMatch(this::knows);
        assertThat(List.of("r.example", "b.example", "x.a.example", "http://a.example", "company", "oci:environments"))
                .noneMatch(this::knows);
        server("nexus", "of-maven");
        assertThat(knows("nexus")).as("an id that is no host's name").isFalse();
        server("localhost", "of-host");
        assertThat(knows("localhost:5000")).isTrue();
        servers.get(0).setPassword(null);
        assertThat(knows("a.example")).as("a server without a login").isFalse();
        auths("docker/config.json", "of-docker");
        assertThat(knows("r.example:5000")).as("an entry of docker's").isTrue();
        Files.writeString(directory.resolve("docker/config.json"), "{\"credHelpers\":{\"h.example\":\"none\"}}");
        assertThat(knows("h.example"))
                .as("a helper of docker's, which is not asked")
                .isTrue();
        Files.writeString(directory.resolve("docker/config.json"), "{\"credsStore\":\"none\"}");
        assertThat(knows("h.example")).as("a helper that keeps all").isFalse();
        allowRegistries = "h.example";
        assertThat(knows("h.example")).as("named by the operator").isTrue();
    }

    private boolean knows(String registry) {
        return access().knows(RegistryAddress.of(registry));
    }

    @Test
    void tlsWhenTheClientKeyHasAPassphraseTakesItFromItsServer() {
        Connection connection = new Connection(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("client.pem"),
                Optional.of("client.key"),
                Optional.of("key"),
                Optional.empty(),
                Optional.empty(),
                List.of());
        assertThatThrownBy(() -> access().tls(connection, Optional.empty(), directory, new Redactor()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("environment 'prod'", "no server 'key'", "<passphrase>", "<clientKeyServerId>"));
        server("key", "nobody");
        servers.get(servers.size() - 1).setPassphrase("kanarienvogel-2");
        Redactor redactor = new Redactor();

        TlsFiles.Pem client = (TlsFiles.Pem) access().tls(connection, Optional.empty(), directory, redactor)
                .client()
                .orElseThrow();

        assertThat(client.key()).isEqualTo(directory.resolve("client.key"));
        assertThat(client.passphrase().map(Secret::reveal)).contains("kanarienvogel-2");
        assertThat(redactor.clean("the passphrase is kanarienvogel-2")).doesNotContain("kanarienvogel");
    }
}
