package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Logins of servers in settings.xml: the server that the environment configures, otherwise the one whose id is the
 * registry's host, otherwise the one with the host in {@code <configuration><hosts>}.
 */
final class SettingsCredentials implements CredentialSource {
    private final Settings settings;
    private final SettingsDecryption decryption;
    private final Optional<String> serverId;
    private final String purpose;
    private final RegistryRole role;

    SettingsCredentials(
            Settings settings,
            SettingsDecryption decryption,
            Optional<String> serverId,
            String purpose,
            RegistryRole role) {
        this.settings = settings;
        this.decryption = decryption;
        this.serverId = serverId;
        this.purpose = purpose;
        this.role = role;
    }

    @Override
    public Optional<Credential> find(RegistryAddress.Host registry) {
        Optional<Server> server = servers(registry).findFirst();
        if (serverId.isPresent() && server.isEmpty()) {
            throw new ImageException(Message.of("Cannot log in to '" + registry.authority() + "' for " + purpose
                            + ": settings.xml has no server '" + serverId.get() + "'.")
                    .because(RegistryReason.NO_SERVER, role));
        }
        if (serverId.isPresent()
                && server.filter(SettingsCredentials::isComplete).isEmpty()) {
            throw new ImageException(Message.of("Cannot log in to '" + registry.authority() + "' for " + purpose
                            + ": server '" + serverId.get()
                            + "' of settings.xml has no <username> and <password>.")
                    .because(RegistryReason.INCOMPLETE_SERVER, role));
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
        // A server that exists here has no complete login, or it would have been used.
        return Stream.concat(byId(settings, registry), byHosts(settings, registry))
                .map(server -> "Add <username> and <password> to <server> '" + server.getId() + "' of settings.xml")
                .findFirst()
                .or(() ->
                        ids(registry).findFirst().map(id -> "Add a <server> with the id '" + id + "' to settings.xml"));
    }

    /**
     * {@return whether there is a login for the registry's host} An id such as {@code nexus} may be any name, even if
     * it equals a host: it only counts if {@code <hosts>} contains the host.
     */
    static boolean names(Settings settings, RegistryAddress.Host registry) {
        return Stream.concat(
                        byId(settings, registry).filter(server -> isHost(server.getId())), byHosts(settings, registry))
                .anyMatch(SettingsCredentials::isComplete);
    }

    private static boolean isHost(String id) {
        return id.contains(".") || id.contains(":") || id.equals("localhost");
    }

    private Stream<Server> servers(RegistryAddress.Host registry) {
        return serverId.isPresent()
                ? serverId.stream().flatMap(this::server)
                : Stream.concat(byId(settings, registry), byHosts(settings, registry))
                        .filter(SettingsCredentials::isComplete);
    }

    private static Stream<Server> byId(Settings settings, RegistryAddress.Host registry) {
        return names(registry).flatMap(id -> Stream.ofNullable(settings.getServer(id)));
    }

    private static Stream<Server> byHosts(Settings settings, RegistryAddress.Host registry) {
        List<String> names = names(registry).toList();
        return settings.getServers().stream().filter(server -> hosts(server).anyMatch(names::contains));
    }

    private static Stream<String> names(RegistryAddress.Host registry) {
        return Stream.of(registry.authority(), registry.host()).distinct();
    }

    /** {@code <configuration><hosts>}: hosts with or without port, separated by commas or in elements of their own. */
    private static Stream<String> hosts(Server server) {
        return server.getConfiguration() instanceof Xpp3Dom configuration
                ? Stream.of(configuration.getChildren("hosts"))
                        .flatMap(hosts -> Stream.concat(Stream.of(hosts), Stream.of(hosts.getChildren())))
                        .flatMap(element ->
                                Environments.names(Objects.requireNonNullElse(element.getValue(), "")).stream())
                        .map(host -> host.toLowerCase(Locale.ROOT))
                : Stream.empty();
    }

    private Stream<String> ids(RegistryAddress.Host registry) {
        return serverId.isPresent() ? serverId.stream() : names(registry);
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
