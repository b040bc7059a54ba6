package io.github.imagepromotion.plugin;

import io.github.imagepromotion.ci.result.CiReporter;
import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.notify.Services;
import io.github.imagepromotion.plugin.access.Access;
import io.github.imagepromotion.plugin.access.AllowedRegistries;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.access.MavenServices;
import io.github.imagepromotion.plugin.access.PlainTransport;
import io.github.imagepromotion.plugin.access.SettingsDecryption;
import io.github.imagepromotion.plugin.access.SigningSecrets;
import io.github.imagepromotion.plugin.access.TrustedKeys;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.EnvironmentParameter;
import io.github.imagepromotion.plugin.config.EnvironmentsFile;
import io.github.imagepromotion.plugin.config.Expressions;
import io.github.imagepromotion.plugin.config.LoginInPom;
import io.github.imagepromotion.plugin.config.Origins;
import io.github.imagepromotion.plugin.config.PomConfiguration;
import io.github.imagepromotion.plugin.config.Properties;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.console.StandardOutput;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.connect.Registries;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** What goals that know environments and registries have in common. */
public abstract class AbstractRegistryMojo extends AbstractImageMojo {
    /** The environments, in the order in which a build goes through them. They are written into the build record. */
    @Parameter
    private @Nullable List<EnvironmentParameter> environments;

    /** An XML file with an {@code <environments>} element that replaces the configured ones. */
    @Parameter(property = "image.environments")
    private @Nullable File environmentsFile;

    /**
     * With which key is signed: the image and its provenance when it is built, the record of each promotion. Without one
     * all of it is written unsigned.
     */
    @Parameter
    private SigningParameter signing = new SigningParameter();

    /** Maximum number of retries per call, over all its registries. */
    @Parameter(property = "image.retries", defaultValue = "100")
    private int retries;

    /**
     * How long a request is tried again without getting on, as an ISO 8601 duration ({@code PT1H}) or in seconds: a long
     * transfer that advances, and waiting for gates, may take longer.
     */
    @Parameter(property = "image.timeout", defaultValue = "PT1H")
    private String timeout;

    /** How long a connection may stand still, in either direction, before it is given up: ISO 8601, or seconds. */
    @Parameter(property = "image.stallTimeout", defaultValue = "PT1M")
    private String stallTimeout;

    /**
     * Where uploads under way are remembered, so that the same command goes on with them after it was killed; by default
     * {@code target/image}.
     */
    @Parameter(property = "image.stateDirectory")
    private @Nullable File stateDirectory;

    /**
     * Ids of the environments, separated by commas, that may be {@code <insecure>}, or have a registry with
     * {@code http://}, although others come before them.
     */
    @Parameter(property = "image.allowInsecure")
    private @Nullable String allowInsecure;

    /**
     * PEM file with certificates of authorities that are trusted beside those of the JDK: in the registries of base
     * images and sources, and in those of environments that name no {@code <caFile>} of their own.
     */
    @Parameter(property = "image.caFile")
    private @Nullable File caFile;

    /**
     * Whether the CI server that runs this is told results in its own form: files for all of them in
     * {@code target/image}, and the commands that Azure Pipelines and GitHub Actions read.
     */
    @Parameter(property = "image.ci", defaultValue = "true")
    private boolean ci;

    /**
     * Registries that a build record which nobody vouches for may name, separated by commas: {@code host[:port][/path]}, or
     * {@code oci:directory} for all below it; beside those that settings.xml or docker's configuration has a login for.
     * {@code host=USER:PASSWORD}, with the names of two environment variables, is a login, too.
     */
    @Parameter(property = "image.allowRegistries")
    private @Nullable String allowRegistries;

    private final SettingsDecryption decryption;

    AbstractRegistryMojo(SettingsDecrypter settingsDecrypter) {
        this.decryption = new SettingsDecryption(settingsDecrypter);
    }

    /** Tells the CI server, where there is one that is to be told. */
    final CiReporter ci() {
        return new CiReporter(
                ci ? CallerEnvironment.of(session) : Map.of(),
                resultDirectory(),
                line -> StandardOutput.stream().println(line),
                redactor()::clean);
    }

    @Override
    protected final void failed(String message) {
        ci().failed("image:" + execution.getGoal() + ": " + message);
    }

    /** The environments of this call: the named file's, else the configured ones. */
    protected final Optional<Environments> environments() throws IOException {
        if (environmentsFile == null && execution.getConfiguration() != null) {
            Optional.ofNullable(execution.getConfiguration().getChild(EnvironmentsFile.ELEMENT))
                    .ifPresent(new Expressions(session, execution)::refuseUnset);
        }
        Optional<Environments> known = environmentsFile != null
                ? Optional.of(new EnvironmentsFile(environmentsFile).read())
                : Optional.ofNullable(environments).map(EnvironmentParameter::environments);
        return known.isPresent() ? Optional.of(checked(known.get())) : known;
    }

    private Environments checked(Environments known) throws IOException {
        LoginInPom.refuseInAddresses(known);
        Expressions.refuseIn(known);
        return keyFiles().inline(known);
    }

    /** The environments that another module would have for this goal. */
    final Environments environments(MavenProject module) throws IOException {
        if (environmentsFile != null) {
            return environments().orElseThrow();
        }
        Optional<Xpp3Dom> written =
                new PomConfiguration(module, execution).of(execution.getGoal(), EnvironmentsFile.ELEMENT);
        return written.isPresent() ? checked(EnvironmentsFile.parse(written.get())) : Environments.none();
    }

    /**
     * The environments as a build tells them to others: what comes from outside of the POMs by the text that refers to it,
     * addresses of services up to their host.
     *
     * @param configured as this call takes them
     */
    final Environments recorded(Environments configured) throws IOException {
        Xpp3Dom written = execution.getConfiguration() == null || environmentsFile != null
                ? null
                : execution.getConfiguration().getChild(EnvironmentsFile.ELEMENT);
        Environments told = written == null || written.getChildCount() == 0
                ? configured
                : keyFiles()
                        .inline(EnvironmentsFile.parse(origins()
                                .recorded(written, EnvironmentsFile.ELEMENT, EnvironmentParameter::isRecordedByValue)));
        return new Environments(
                told.list().stream().map(Environment::withoutPaths).toList());
    }

    /** Where the values of this call's configuration come from. */
    final Origins origins() {
        return new Origins(session, project, execution);
    }

    /** Reads public keys. */
    protected final TrustedKeys keyFiles() {
        return new TrustedKeys(directories().root(), CallerEnvironment.of(session));
    }

    /** What signs at a {@code moment}, {@code build} or {@code promotion}, or does not. */
    final Attester attester(String moment) throws IOException {
        return signing.attester(
                moment,
                new Properties(session, project),
                new SigningSecrets(
                        directories().of("image.signing.keyFile"),
                        CallerEnvironment.of(session),
                        this::passphrase,
                        redactor()));
    }

    private String passphrase(String serverId) {
        Server server = session.getSettings().getServer(serverId);
        if (server == null) {
            throw new ImageException("Cannot open the signing key: settings.xml has no server " + Text.quote(serverId)
                    + ". Add it with a <passphrase>, or correct <signing><serverId> (-Dimage.signing.serverId).");
        }
        return decryption.passphrase(server, "the signing key");
    }

    /** Opens the registry of an image that is read, or a mirror of it. */
    final Registry connectBase(
            RegistryAddress.Host address,
            Optional<String> serverId,
            boolean insecure,
            RetryBudget budget,
            RegistryRole role) {
        Access access = access("the base image");
        return open(
                address,
                access.credentials(serverId, Connection.STANDARD, role),
                access.tls(Connection.STANDARD, authorities(), directories().root(), redactor()),
                access.proxies(),
                List.of(),
                insecure,
                budget,
                role);
    }

    /** Lets the way to registries be made ready, while other work is done. */
    protected final void warmUp() {
        if (!session.isOffline()) {
            Registries.warmUp();
        }
    }

    /** The rest of it, when they are known. */
    protected final void warmUp(List<Environment> known) {
        if (!session.isOffline()) {
            Registries.headStartTls(known.stream()
                    .flatMap(environment -> environment.registries().stream())
                    .toList());
        }
    }

    /** Watches over what goes without TLS. */
    final PlainTransport plainTransport() {
        return new PlainTransport(allowInsecure == null ? "" : allowInsecure, getLog());
    }

    /** Opens a registry of an environment. */
    protected final Registry connect(
            Environment environment, RegistryAddress address, Optional<String> serverId, RetryBudget budget) {
        plainTransport().check(environment, address);
        Access access = access("environment '" + environment.id() + "'");
        Connection connection = environment.connection();
        return open(
                address,
                access.credentials(environment.serverId().or(() -> serverId), connection, RegistryRole.ENVIRONMENT),
                access.tls(connection, authorities(), directories().root(), redactor()),
                access.proxies(),
                connection.realms(),
                environment.insecure(),
                budget,
                RegistryRole.ENVIRONMENT);
    }

    private Optional<Path> authorities() {
        return Optional.ofNullable(caFile).map(File::toPath);
    }

    private Registry open(
            RegistryAddress address,
            CredentialSource credentials,
            TlsFiles tls,
            ProxySource proxies,
            List<String> realms,
            boolean insecure,
            RetryBudget budget,
            RegistryRole role) {
        RegistryAccess access = new RegistryAccess(
                credentials,
                insecure,
                session.isOffline(),
                Configured.duration(stallTimeout, "<stallTimeout> (-Dimage.stallTimeout)"),
                budget,
                Optional.of(stateDirectory()),
                userAgent(),
                tls,
                proxies,
                realms,
                redactor(),
                role);
        return Registries.open(absolute(address), access);
    }

    /**
     * The way to services that are no registry.
     *
     * @param purpose what it is for, as a message says it after "for"
     * @param budget what this call may spend on trying again
     */
    protected final Services services(String purpose, RetryBudget budget) {
        return new MavenServices(
                access(purpose),
                session.isOffline(),
                budget,
                userAgent(),
                redactor(),
                CallerEnvironment.of(session),
                directories().root());
    }

    /** @param purpose what it is for, as a message says it after "for" */
    final Access access(String purpose) {
        return new Access(session, decryption, purpose, this::debug, allowedRegistries());
    }

    /** The registries that the operator names. */
    final AllowedRegistries allowedRegistries() {
        return new AllowedRegistries(
                Configured.text(allowRegistries),
                directories().of("image.allowRegistries"),
                directories().root());
    }

    private void debug(String line) {
        getLog().debug(line);
    }

    /** What this call may spend on trying again. */
    protected final RetryBudget retryBudget() {
        return new RetryBudget(retries, Configured.duration(timeout, "<timeout> (-Dimage.timeout)"), Clock.systemUTC());
    }

    /** Where calls of this machine leave hints for later ones. */
    protected final Path stateDirectory() {
        return stateDirectory == null ? resultDirectory() : stateDirectory.toPath();
    }

    /** Where Maven was called, since what is promoted may be of several modules. */
    protected final Path resultDirectory() {
        return directories().topBuild().resolve("image");
    }

    private RegistryAddress absolute(RegistryAddress address) {
        return address instanceof RegistryAddress.Directory directory
                ? new RegistryAddress.Directory(directories().root().resolve(directory.path()))
                : address;
    }

    /** Where relative paths begin. */
    protected final Directories directories() {
        return new Directories(session, project);
    }

    /** The project's directory, or the one that Maven was called in where there is no project. */
    protected final Path baseDirectory() {
        return directories().project();
    }

    /** The project's build directory, or {@code target} where there is no project. */
    protected final Path buildDirectory() {
        return directories().build();
    }

    protected final boolean hasProject() {
        return directories().hasProject();
    }

    private String userAgent() {
        return execution.getArtifactId() + "/" + execution.getVersion();
    }
}
