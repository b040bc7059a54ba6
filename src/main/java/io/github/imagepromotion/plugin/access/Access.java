package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.VariableProxies;
import io.github.imagepromotion.registry.credentials.CredentialSources;
import io.github.imagepromotion.registry.credentials.DockerConfigCredentials;
import io.github.imagepromotion.registry.credentials.VariableCredentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;

/** Access to registries: logins, proxies and certificates from settings.xml and the caller's environment. */
public final class Access {
    private final MavenSession session;
    private final SettingsDecryption decryption;
    private final String purpose;
    private final Consumer<String> debug;
    private final AllowedRegistries allowed;
    private final Map<String, String> variables;

    /**
     * @param session the Maven session
     * @param decryption decrypts settings.xml
     * @param purpose text that follows "for" in messages
     * @param debug receives where a login was found
     * @param allowed registries configured by the operator, with their logins
     */
    public Access(
            MavenSession session,
            SettingsDecryption decryption,
            String purpose,
            Consumer<String> debug,
            AllowedRegistries allowed) {
        this.session = session;
        this.decryption = decryption;
        this.purpose = purpose;
        this.debug = debug;
        this.allowed = allowed;
        this.variables = CallerEnvironment.of(session);
    }

    /**
     * {@return the sources of a login in order: environment variables configured for the environment, those of {@code
     * allowRegistries}, settings.xml, the configuration of docker and podman}
     */
    public CredentialSource credentials(Optional<String> serverId, Connection connection, RegistryRole role) {
        List<CredentialSource> sources = new ArrayList<>();
        connection
                .usernameEnv()
                .ifPresent(username -> sources.add(new VariableCredentials(
                        variables,
                        username,
                        connection.passwordEnv().orElseThrow(),
                        purpose,
                        "<usernameEnv> and <passwordEnv> (-Dimage.environments)")));
        allowed.logins(variables, purpose).forEach(sources::add);
        sources.add(new SettingsCredentials(session.getSettings(), decryption, serverId, purpose, role));
        sources.add(docker());
        return new TellingCredentials(sources, debug);
    }

    /** {@return whether the operator allows the registry, or has a login for its host} */
    public boolean knows(RegistryAddress address) {
        return allowed.allow(address)
                || (address instanceof RegistryAddress.Host host
                        && !AllowedRegistries.isPlainOverNetwork(host)
                        && (SettingsCredentials.names(session.getSettings(), host) || docker().names(host)));
    }

    private DockerConfigCredentials docker() {
        return new DockerConfigCredentials(variables, UserHome.of(variables));
    }

    /** {@return the active proxies of settings.xml; if there are none, those of environment variables} */
    public ProxySource proxies() {
        List<Proxy> active = session.getSettings().getProxies().stream()
                .filter(Proxy::isActive)
                .toList();
        return active.isEmpty() ? new VariableProxies(variables) : new SettingsProxies(active, decryption);
    }

    /**
     * @param authorities trusted certificates, if the connection configures none
     * @throws ImageException if settings.xml lacks the passphrase of the key or the password of the keystore
     */
    public TlsFiles tls(Connection connection, Optional<Path> authorities, Path directory, Redactor redactor) {
        Optional<TlsFiles.Client> pem = connection
                .clientCertificate()
                .map(directory::resolve)
                .map(certificate -> new TlsFiles.Pem(
                        certificate,
                        directory.resolve(connection.clientKey().orElseThrow()),
                        connection.clientKeyServerId().map(id -> passphrase(id, redactor))));
        Optional<TlsFiles.Client> keystore = connection
                .keystore()
                .map(directory::resolve)
                .map(file -> new TlsFiles.Keystore(
                        file, password(connection.keystoreServerId().orElseThrow(), redactor)));
        return new TlsFiles(connection.caFile().map(directory::resolve).or(() -> authorities), pem.or(() -> keystore));
    }

    /**
     * @return user name and password of a server; without a user name, the password is a token
     * @throws ImageException if settings.xml does not have the server
     */
    Credential login(String serverId, Redactor redactor) {
        Server server = session.getSettings().getServer(serverId);
        if (server == null || server.getPassword() == null) {
            throw new ImageException("Cannot log in for " + purpose + ": settings.xml has no server '" + serverId
                    + "' with a <password>. Add it, or correct <serverId> (-Dimage.environments).");
        }
        Server decrypted = decryption.decrypted(server, purpose);
        Credential login = new Credential(
                "server '" + serverId + "' of settings.xml",
                Optional.ofNullable(decrypted.getUsername()).orElse(""),
                Secret.of(decrypted.getPassword()),
                false);
        redactor.hide(login);
        return login;
    }

    private Secret passphrase(String serverId, Redactor redactor) {
        Server server = session.getSettings().getServer(serverId);
        if (server == null || (server.getPassphrase() == null && server.getPassword() == null)) {
            throw new ImageException("Cannot open the client key for " + purpose + ": settings.xml has no server '"
                    + serverId
                    + "' with a <passphrase>. Add it, or correct <clientKeyServerId> (-Dimage.environments).");
        }
        Secret passphrase = Secret.of(decryption.passphrase(server, purpose));
        redactor.hide(passphrase);
        return passphrase;
    }

    private Secret password(String serverId, Redactor redactor) {
        Server server = session.getSettings().getServer(serverId);
        if (server == null || server.getPassword() == null) {
            throw new ImageException("Cannot open the keystore for " + purpose + ": settings.xml has no server '"
                    + serverId + "' with a <password>. Add it, or correct <keystoreServerId> (-Dimage.environments).");
        }
        Secret password = Secret.of(decryption.decrypted(server, purpose).getPassword());
        redactor.hide(password);
        return password;
    }

    /** Logs which login was chosen for a registry, but not the login. */
    static final class TellingCredentials implements CredentialSource {
        private final CredentialSource sources;
        private final Consumer<String> debug;

        TellingCredentials(List<CredentialSource> sources, Consumer<String> debug) {
            this.sources = CredentialSources.firstOf(sources);
            this.debug = debug;
        }

        @Override
        public Optional<Credential> find(RegistryAddress.Host registry) {
            Optional<Credential> found = sources.find(registry);
            debug.accept("Login for registry '" + registry.authority() + "': "
                    + found.map(Credential::origin).orElseGet(() -> "none in " + places(registry)));
            return found;
        }

        @Override
        public String places(RegistryAddress.Host registry) {
            return sources.places(registry);
        }

        @Override
        public Optional<String> remedy(RegistryAddress.Host registry) {
            return sources.remedy(registry);
        }
    }
}
