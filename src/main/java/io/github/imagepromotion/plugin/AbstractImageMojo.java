package io.github.imagepromotion.plugin;

import io.github.imagepromotion.ci.result.CiReporter;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.plugin.access.AllowedRegistries;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.access.RegistryClients;
import io.github.imagepromotion.plugin.access.SettingsDecryption;
import io.github.imagepromotion.plugin.access.SigningSecrets;
import io.github.imagepromotion.plugin.access.TrustedKeys;
import io.github.imagepromotion.plugin.config.CommandLine;
import io.github.imagepromotion.plugin.config.ConfigurationCheck;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.ConfiguredEnvironments;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.EnvironmentParameter;
import io.github.imagepromotion.plugin.config.Origins;
import io.github.imagepromotion.plugin.config.OutsideValues;
import io.github.imagepromotion.plugin.config.Properties;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.console.GoalFailures;
import io.github.imagepromotion.plugin.console.PrintableException;
import io.github.imagepromotion.plugin.console.RedactingLog;
import io.github.imagepromotion.plugin.console.Remedies;
import io.github.imagepromotion.plugin.console.StandardOutput;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RetryBudget;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystemSession;
import org.jspecify.annotations.Nullable;

/**
 * What every goal has: it can be skipped, knows the environments of the call and the way to registries, and says in one
 * way what is wrong. What only some goals need is a class of its own that they hold.
 */
abstract class AbstractImageMojo extends AbstractMojo {

    /** Skips every goal of this plugin. */
    @Parameter(property = "image.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Reports results to the CI server in its own form: files in {@code target/image}, and the logging commands of
     * Azure Pipelines and GitHub Actions.
     */
    @Parameter(property = "image.ci", defaultValue = "true")
    private boolean ci;

    /** The environments, in promotion order. They are stored in the build record. */
    @Parameter
    private @Nullable List<EnvironmentParameter> environments;

    /** XML file with an {@code <environments>} element that replaces the configured one. */
    @Parameter(property = "image.environments")
    private @Nullable File environmentsFile;

    /**
     * Comma-separated registries that an unsigned build record may name, those of the environments in {@code <after>}
     * included: {@code host[:port][/path]}, or {@code oci:directory} for everything below that directory. Registries with a login in settings.xml or in docker's
     * configuration are allowed anyway. {@code host=USER:PASSWORD}, with the names of two environment variables, also
     * sets a login.
     */
    @Parameter(property = "image.allowRegistries")
    private @Nullable String allowRegistries;

    /**
     * PEM file with certificate authorities to trust in addition to the JDK's, for the registries of base images and
     * sources, and for those of environments without a {@code <caFile>} of their own.
     */
    @Parameter(property = "image.caFile")
    private @Nullable File caFile;

    /**
     * Maximum number of retries, over all registries of a set of images that is promoted or decided about together. In
     * image:build and image:import, for each registry that images are read from.
     */
    @Parameter(property = "image.retries", defaultValue = "100")
    private int retries;

    /**
     * Maximum time that a request is retried without progress: ISO 8601 duration ({@code PT1H}), or seconds. A long
     * transfer that makes progress, and waiting for gates, may take longer.
     */
    @Parameter(property = "image.timeout", defaultValue = "PT1H")
    private String timeout;

    /**
     * Maximum time without any data on a connection, in either direction, before it is closed: ISO 8601 duration, or
     * seconds.
     */
    @Parameter(property = "image.stallTimeout", defaultValue = "PT1M")
    private String stallTimeout;

    /** The call of Maven. */
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    protected MavenSession session;

    /** The project that it runs in; a stand-in where there is no POM. */
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    protected MavenProject project;

    /** The execution of this goal. */
    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    protected MojoExecution execution;

    /** Knows every secret of this call: a mojo is made for one. */
    private final Redactor redactor = new Redactor();

    /** Knows what the log does not show, too: values that come from outside of the POMs. */
    private final Redactor shown = new Redactor(redactor);

    private final SettingsDecryption decryption;

    AbstractImageMojo(SettingsDecrypter settingsDecrypter) {
        this.decryption = new SettingsDecryption(settingsDecrypter);
    }

    /** Does the goal's work. */
    protected abstract void run() throws IOException;

    /** Does what is due although the goal is skipped. */
    protected void skipped() throws IOException {}

    /** {@return why there is nothing to do in this project, empty if there is} */
    protected Optional<String> reasonToSkip() {
        return Optional.empty();
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            checkConfiguration();
            Optional<String> reason = skip ? Optional.of("image.skip is set") : reasonToSkip();
            if (reason.isPresent()) {
                getLog().info("Skipped: " + reason.get() + ".");
                skipped();
            } else {
                run();
            }
        } catch (IOException | RuntimeException e) {
            AbstractMojoExecutionException failure = failures().of(e);
            if (e instanceof ImageException) {
                ci().failed("image:" + execution.getGoal() + ": " + failure.getMessage());
            }
            if (failure instanceof MojoFailureException refused) {
                throw refused;
            }
            throw (MojoExecutionException) failure;
        }
    }

    private GoalFailures failures() {
        return new GoalFailures(
                redactor, shown, String.valueOf(project.getBuild().getDirectory()));
    }

    /** Refuses what Maven took for something else than was meant, and lets the command line win. */
    final void checkConfiguration() {
        new ConfigurationCheck(session, project, execution).run().ifPresent(getLog()::warn);
        new CommandLine(session, project, execution).override(this);
        new OutsideValues(session, project, execution).hideIn(shown);
    }

    /** Whether every goal is skipped. */
    final boolean isSkipped() {
        return skip;
    }

    /** Takes secrets out of everything this call says; whoever gets to know a secret tells it. */
    final Redactor redactor() {
        return redactor;
    }

    /** Maven's log without secrets and without control characters. */
    @Override
    public RedactingLog getLog() {
        return new RedactingLog(super.getLog(), shown);
    }

    /** An error as it may be printed. */
    final Throwable printable(Throwable error) {
        return PrintableException.of(error, shown);
    }

    /** Tells the CI server, where there is one that is to be told. */
    final CiReporter ci() {
        return new CiReporter(
                ci ? CallerEnvironment.of(session) : Map.of(),
                resultDirectory(),
                line -> StandardOutput.stream().println(line),
                redactor::clean);
    }

    /** The environments of this call. */
    final ConfiguredEnvironments environments() {
        return new ConfiguredEnvironments(
                session, project, execution, Optional.ofNullable(environmentsFile), Optional.ofNullable(environments));
    }

    /** Opens registries and services. */
    final RegistryClients clients() {
        return new RegistryClients(
                session,
                decryption,
                new AllowedRegistries(
                        Configured.text(allowRegistries),
                        directories().of("image.allowRegistries"),
                        directories().root()),
                new RegistryClients.Settings(
                        directories().root(),
                        Optional.ofNullable(caFile).map(File::toPath),
                        Configured.duration(stallTimeout, "<stallTimeout> (-Dimage.stallTimeout)"),
                        execution.getArtifactId() + "/" + execution.getVersion(),
                        Remedies::tell),
                redactor,
                line -> getLog().debug(line));
    }

    /** What this call may spend on trying again. */
    final RetryBudget retryBudget() {
        return retryBudget((retry, wait) -> {});
    }

    /** The same, where {@code listener} is told of each retry, and how long is waited for it. */
    final RetryBudget retryBudget(BiConsumer<RetryBudget.Retry, Duration> listener) {
        return new RetryBudget(
                retries, Configured.duration(timeout, "<timeout> (-Dimage.timeout)"), Clock.systemUTC(), listener);
    }

    /** Whether nothing in this call of Maven has asked for that key before: what is told once, not in each module. */
    final boolean isFirst(String key) {
        RepositorySystemSession resolver = session.getRepositorySession();
        return resolver == null || resolver.getData().set(key, null, Boolean.TRUE);
    }

    /** What signs at a {@code moment}, {@code build} or {@code promotion}, or does not. */
    final Attester attester(SigningParameter signing, String moment) throws IOException {
        return signing.attester(
                moment,
                new Properties(session, project),
                SigningSecrets.of(session, decryption, directories().of("image.signing.keyFile"), redactor));
    }

    /** Reads public keys. */
    final TrustedKeys keyFiles() {
        return new TrustedKeys(directories().root(), CallerEnvironment.of(session));
    }

    /** Where the values of this call's configuration come from. */
    final Origins origins() {
        return new Origins(session, project, execution);
    }

    /** Where relative paths begin. */
    final Directories directories() {
        return new Directories(session, project);
    }

    /** Where Maven was called, since what is promoted may be of several modules. */
    final Path resultDirectory() {
        return directories().topBuild().resolve("image");
    }
}
