package io.github.imagepromotion.plugin;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.Elements;
import io.github.imagepromotion.registry.Secret;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;

/** The servers of settings.xml: the one that the environment names, else the one named as the registry. */
final class SettingsCredentials implements CredentialSource {
    private final Settings settings;
    private final SettingsDecryption decryption;
    private final Optional<String> serverId;
    private final String purpose;
    private final Elements elements;

    SettingsCredentials(
            Settings settings,
            SettingsDecryption decryption,
            Optional<String> serverId,
            String purpose,
            Elements elements) {
        this.settings = settings;
        this.decryption = decryption;
        this.serverId = serverId;
        this.purpose = purpose;
        this.elements = elements;
    }

    @Override
    public Optional<Credential> find(RegistryAddress.Host registry) {
        Optional<Server> server = ids(registry).flatMap(this::server).findFirst();
        if (serverId.isPresent() && server.isEmpty()) {
            throw new ImageException("Cannot log in to '" + registry.authority() + "' for " + purpose
                    + ": settings.xml has no server '" + serverId.get()
                    + "'. Add it, or name " + elements.login() + ".");
        }
        if (serverId.isPresent()
                && server.filter(SettingsCredentials::isComplete).isEmpty()) {
            throw new ImageException("Cannot log in to '" + registry.authority() + "' for " + purpose + ": server '"
                    + serverId.get() + "' of settings.xml has no <username> and <password>. Add them, or name "
                    + elements.login() + ".");
        }
        return server.filter(SettingsCredentials::isComplete)
                .map(found -> decryption.decrypted(found, purpose))
                .map(found -> new Credential(
                        origin(found.getId()), found.getUsername(), Secret.of(found.getPassword()), false));
    }

    @Override
    public String places(RegistryAddress.Host registry) {
        List<String> ids = ids(registry).map(id -> "'" + id + "'").toList();
        return "server " + String.join(" or ", ids) + " of settings.xml";
    }

    @Override
    public Optional<String> remedy(RegistryAddress.Host registry) {
        return ids(registry).findFirst().map(id -> "Add a <server> with the id '" + id + "' to settings.xml");
    }

    private Stream<String> ids(RegistryAddress.Host registry) {
        return serverId.isPresent()
                ? serverId.stream()
                : Stream.of(registry.authority(), registry.host()).distinct();
    }

    private Stream<Server> server(String id) {
        return Stream.ofNullable(settings.getServer(id));
    }

    private static boolean isComplete(Server server) {
        return server.getUsername() != null && server.getPassword() != null;
    }

    private static String origin(String id) {
        return "server '" + id + "' of settings.xml";
    }
}
