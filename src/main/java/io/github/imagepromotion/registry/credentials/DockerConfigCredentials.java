package io.github.imagepromotion.registry.credentials;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.credentials.DockerConfigFile.RegistryKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The credentials of docker and podman: {@code $DOCKER_CONFIG/config.json}, otherwise {@code
 * $HOME/.docker/config.json}; then {@code $XDG_RUNTIME_DIR/containers/auth.json}. In each file, the registry's
 * credential helper comes first, then the default helper, then the credentials in the file.
 */
public final class DockerConfigCredentials implements CredentialSource {
    private static final Duration HELPER_TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, String> environment;
    private final List<Path> files;
    private final Duration helperTimeout;

    /**
     * @param environment environment variables, as {@link System#getenv()}; helpers are found in their {@code PATH},
     *     and run with them
     * @param home the user's home directory; empty if there is none
     */
    public DockerConfigCredentials(Map<String, String> environment, Optional<Path> home) {
        this(environment, home, HELPER_TIMEOUT);
    }

    DockerConfigCredentials(Map<String, String> environment, Optional<Path> home, Duration helperTimeout) {
        this.environment = Map.copyOf(environment);
        this.helperTimeout = helperTimeout;
        this.files = files(home);
    }

    private List<Path> files(Optional<Path> home) {
        List<Path> places = new ArrayList<>();
        variable("DOCKER_CONFIG")
                .map(Path::of)
                .or(() -> home.map(directory -> directory.resolve(".docker")))
                .map(directory -> directory.resolve("config.json"))
                .ifPresent(places::add);
        variable("XDG_RUNTIME_DIR")
                .map(directory -> Path.of(directory, "containers", "auth.json"))
                .ifPresent(places::add);
        return places;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    @Override
    public Optional<Credential> find(RegistryAddress.Host registry) {
        RegistryKey key = RegistryKey.of(registry);
        return files.stream()
                .filter(Files::isRegularFile)
                .map(DockerConfigFile::read)
                .map(file -> find(file, key))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * @param registry any registry
     * @return whether one of the files has an entry for it; no helper is called
     */
    public boolean names(RegistryAddress.Host registry) {
        RegistryKey key = RegistryKey.of(registry);
        return files.stream()
                .filter(Files::isRegularFile)
                .map(DockerConfigFile::read)
                .anyMatch(file -> file.names(key));
    }

    private Optional<Credential> find(DockerConfigFile file, RegistryKey key) {
        Optional<String> own = file.helper(key);
        if (own.isPresent()) {
            return ask(helper(own.get()), file, key, true);
        }
        return file.store()
                .flatMap(store -> ask(helper(store), file, key, false))
                .or(() -> file.login(key));
    }

    /**
     * The default helper may be left over from another installation; only a helper configured for the registry must
     * exist.
     */
    private static Optional<Credential> ask(
            CredentialHelper helper, DockerConfigFile file, RegistryKey key, boolean required) {
        Optional<Path> program = helper.find();
        if (program.isEmpty() && required) {
            throw new ImageException(Message.of("Cannot get a login for '" + key.authority() + "': "
                            + DockerConfigFile.name(file.path())
                            + " names the helper '" + helper.program() + "', which is not on the PATH.")
                    .because(RegistryReason.HELPER_MISSING));
        }
        String origin = "helper '" + helper.program() + "' of " + DockerConfigFile.name(file.path());
        return program.flatMap(found -> key.questions().stream()
                .map(question -> helper.get(found, question, origin))
                .flatMap(Optional::stream)
                .findFirst());
    }

    private CredentialHelper helper(String name) {
        return new CredentialHelper(name, environment, helperTimeout);
    }

    @Override
    public String places(RegistryAddress.Host registry) {
        return files.stream()
                .map(file -> DockerConfigFile.name(file) + (Files.isRegularFile(file) ? "" : " (not there)"))
                .collect(Collectors.joining(", "));
    }
}
