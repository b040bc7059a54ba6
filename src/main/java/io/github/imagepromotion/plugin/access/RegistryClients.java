package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.notify.Services;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.connect.Registries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;

/** Opens registries and services, with the logins, certificates and proxies of this call. */
public final class RegistryClients {
    /**
     * Connection settings of this call.
     *
     * @param root directory that relative paths of the POM are resolved against
     * @param authorities trusted certificates in addition to the JDK's
     * @param stallTimeout maximum time without data on a connection
     * @param userAgent User-Agent of every request
     * @param wording turns messages for receivers into text, including secrets
     */
    public record Settings(
            Path root, Optional<Path> authorities, Duration stallTimeout, String userAgent, Wording wording) {}

    private final MavenSession session;
    private final SettingsDecryption decryption;
    private final AllowedRegistries allowed;
    private final Settings settings;
    private final Redactor redactor;
    private final Consumer<String> debug;

    /**
     * @param session the Maven session
     * @param decryption decrypts settings.xml
     * @param allowed registries configured by the operator, with their logins
     * @param settings connection settings
     * @param redactor receives every secret
     * @param debug receives where a login was found
     */
    public RegistryClients(
            MavenSession session,
            SettingsDecryption decryption,
            AllowedRegistries allowed,
            Settings settings,
            Redactor redactor,
            Consumer<String> debug) {
        this.session = session;
        this.decryption = decryption;
        this.allowed = allowed;
        this.settings = settings;
        this.redactor = redactor;
        this.debug = debug;
    }

    /** Opens a registry to read a base or imported image, or a mirror. */
    public Registry base(
            RegistryAddress.Host address,
            Optional<String> serverId,
            boolean insecure,
            RetryBudget retryBudget,
            RegistryRole role) {
        Access access = access("the base image");
        return open(
                address,
                access.credentials(serverId, Connection.STANDARD, role),
                access.tls(Connection.STANDARD, settings.authorities(), settings.root(), redactor),
                List.of(),
                insecure,
                retryBudget,
                Optional.empty(),
                role);
    }

    /**
     * Opens a registry of an environment.
     *
     * @param serverId server of settings.xml for environments without {@code <serverId>}
     * @param stateDirectory directory with the state of unfinished uploads
     */
    Registry environment(
            Environment environment,
            RegistryAddress address,
            Optional<String> serverId,
            Path stateDirectory,
            RetryBudget retryBudget) {
        Access access = access("environment '" + environment.id() + "'");
        Connection connection = environment.location().connection();
        return open(
                address,
                access.credentials(
                        environment.location().serverId().or(() -> serverId), connection, RegistryRole.ENVIRONMENT),
                access.tls(connection, settings.authorities(), settings.root(), redactor),
                connection.realms(),
                environment.location().insecure(),
                retryBudget,
                Optional.of(stateDirectory),
                RegistryRole.ENVIRONMENT);
    }

    private Registry open(
            RegistryAddress address,
            CredentialSource credentials,
            TlsFiles tls,
            List<String> realms,
            boolean insecure,
            RetryBudget retryBudget,
            Optional<Path> stateDirectory,
            RegistryRole role) {
        RegistryAccess access = new RegistryAccess(
                credentials,
                insecure,
                session.isOffline(),
                settings.stallTimeout(),
                retryBudget,
                stateDirectory,
                settings.userAgent(),
                tls,
                access("a registry").proxies(),
                realms,
                redactor,
                role);
        return Registries.open(absolute(address), access);
    }

    private RegistryAddress absolute(RegistryAddress address) {
        return address instanceof RegistryAddress.Directory directory
                ? new RegistryAddress.Directory(settings.root().resolve(directory.path()))
                : address;
    }

    /**
     * {@return access to services other than registries}
     *
     * @param purpose text that follows "for" in messages
     * @param retryBudget retries that this call may use
     */
    Services services(String purpose, RetryBudget retryBudget) {
        return new MavenServices(
                access(purpose),
                session.isOffline(),
                retryBudget,
                settings.userAgent(),
                redactor,
                CallerEnvironment.of(session),
                settings.root(),
                message -> redactor.clean(settings.wording().of(message)));
    }

    /** {@return whether the operator allows the registry, or has a login for it} */
    public boolean knows(RegistryAddress address) {
        return access("a registry").knows(address);
    }

    /**
     * Opens the registry of a base image whose layers a thin archive lacks.
     *
     * @param image the base image as the archive names it, which nobody may have vouched for
     * @param trusted base images that somebody vouches for
     * @param retryBudget retries that may be used
     * @param otherwise what can be done beside allowing it, for the message
     * @throws ImageException if nobody vouches for it
     */
    public Registry thinBase(
            ImageReference image, Set<ImageReference> trusted, RetryBudget retryBudget, String otherwise) {
        if (!trusted.contains(image) && !allowed.allow(image)) {
            throw new ImageException(
                    "The archive names it, and nobody vouches for that. Add, if it is the base of your image:"
                            + " -Dimage.allowRegistries=" + AllowedRegistries.entry(image.registry()) + "/"
                            + image.repository() + otherwise);
        }
        return base(image.registry(), Optional.empty(), false, retryBudget, RegistryRole.BASE);
    }

    private Access access(String purpose) {
        return new Access(session, decryption, purpose, debug, allowed);
    }
}
