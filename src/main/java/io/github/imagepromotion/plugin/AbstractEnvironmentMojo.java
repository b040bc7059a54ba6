package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.access.EnvironmentRegistries;
import io.github.imagepromotion.plugin.access.PlainTransport;
import io.github.imagepromotion.plugin.access.TrustedKeys;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.project.Candidates;
import io.github.imagepromotion.plugin.project.RecordEnvironments;
import io.github.imagepromotion.promotion.gate.UnsignedEnvironments;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** Base class of goals that read or write the registries of environments. */
abstract class AbstractEnvironmentMojo extends AbstractImageMojo {
    private static final int LEAST_PARALLELISM = 8;

    /**
     * Id of the {@code <server>} in settings.xml for the registries of environments that have no {@code <serverId>} of
     * their own.
     */
    @Parameter(property = "image.serverId")
    private @Nullable String serverId;

    /**
     * Comma-separated public keys, in the form of an environment's {@code <trustedKeys>}. A build record or the lock of a
     * release that is signed by one of them is trusted like the POM; a lock that is signed by none of them is refused. In
     * {@code image:verify} they also replace the keys of the environments, and one of them must have signed the image and
     * its provenance.
     */
    @Parameter(property = "image.trustedKeys")
    private @Nullable String trustedKeys;

    /**
     * Comma-separated ids of environments that may be {@code <insecure>}, or have a registry with {@code http://},
     * although they have {@code <after>} or {@code <approvals>}.
     */
    @Parameter(property = "image.allowInsecure")
    private @Nullable String allowInsecure;

    /**
     * Directory that stores the state of unfinished uploads, so that the same command resumes them after it was killed;
     * defaults to {@code target/image}.
     */
    @Parameter(property = "image.stateDirectory")
    private @Nullable File stateDirectory;

    /** Maximum number of concurrent blob transfers to a registry; 0 means the number of processors, at least eight. */
    @Parameter(property = "image.parallelism", defaultValue = "0")
    private int parallelism;

    /** Base images of thin archives that come from a trusted source. */
    private final Set<ImageReference> bases = ConcurrentHashMap.newKeySet();

    private @Nullable EnvironmentRegistries registries;

    AbstractEnvironmentMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    /** {@return who promotes or decides, with the signing key for promotions} */
    final Operator operator(SigningParameter signing, @Nullable String actor) throws IOException {
        return new Operator(
                session, execution.getVersion(), attester(signing, "promotion"), Configured.optional(actor));
    }

    /** {@return the opener of the registries of environments} */
    final EnvironmentRegistries registries() {
        EnvironmentRegistries known = registries;
        return known == null ? newRegistries() : known;
    }

    /** {@return a new opener, which {@link #registries} returns from now on} */
    final EnvironmentRegistries newRegistries() {
        EnvironmentRegistries created = new EnvironmentRegistries(
                clients(),
                new PlainTransport(Configured.text(allowInsecure), getLog()),
                Optional.ofNullable(serverId),
                stateDirectory(),
                bases,
                retryBudget());
        registries = created;
        return created;
    }

    /** {@return a reader of candidates; {@code used} selects which of all environments are used} */
    final Candidates candidates(Function<Environments, List<String>> used) throws IOException {
        return new Candidates(session, recordEnvironments(), used, this::keys, bases);
    }

    /** {@return which environments of build records are accepted} */
    final RecordEnvironments recordEnvironments() throws IOException {
        return new RecordEnvironments(namedKeys(), clients()::knows, Configured.optional(serverId), getLog());
    }

    /** {@return the keys of {@code trustedKeys}} */
    final List<VerificationKey> namedKeys() throws IOException {
        return new TrustedKeys(directories().of("image.trustedKeys"), CallerEnvironment.of(session))
                .of(Environments.names(Configured.text(trustedKeys)));
    }

    /** {@return the trusted keys of an environment} */
    final List<VerificationKey> keys(Environment environment) throws IOException {
        return keyFiles().of(environment.trust().trustedKeys());
    }

    /** {@return when environments of an unsigned build record are accepted; always if {@code allowed}} */
    final UnsignedEnvironments unsignedEnvironments(boolean allowed) {
        return new UnsignedEnvironments(
                allowed, Configured.optional(trustedKeys).isPresent());
    }

    /** {@return the directory for state that later calls may use} */
    final Path stateDirectory() {
        return stateDirectory == null ? resultDirectory() : stateDirectory.toPath();
    }

    /** {@return the maximum number of concurrent requests} */
    final int parallelism() {
        return parallelism > 0
                ? parallelism
                : Math.max(LEAST_PARALLELISM, Runtime.getRuntime().availableProcessors());
    }
}
