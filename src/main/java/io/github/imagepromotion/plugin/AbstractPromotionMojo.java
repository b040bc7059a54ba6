package io.github.imagepromotion.plugin;

import io.github.imagepromotion.ci.CiJob;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.notify.Notifier;
import io.github.imagepromotion.plugin.access.AllowedRegistries;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.access.CheckCalls;
import io.github.imagepromotion.plugin.access.TrustedKeys;
import io.github.imagepromotion.plugin.config.ActorName;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.console.MavenNotificationLog;
import io.github.imagepromotion.plugin.console.MavenPromotionLog;
import io.github.imagepromotion.plugin.console.NotifierOnDemand;
import io.github.imagepromotion.plugin.console.ResultFiles;
import io.github.imagepromotion.plugin.console.TransferDisplay;
import io.github.imagepromotion.plugin.project.Candidates;
import io.github.imagepromotion.plugin.project.RecordEnvironments;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.CandidateSource;
import io.github.imagepromotion.promotion.Phases;
import io.github.imagepromotion.promotion.Promoter;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionRequest;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.gate.Overriding;
import io.github.imagepromotion.promotion.gate.UnsignedEnvironments;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What goals that promote have in common. */
public abstract class AbstractPromotionMojo extends AbstractRegistryMojo {
    private static final int LEAST_PARALLELISM = 8;

    /** The {@code <server>} in settings.xml for registries of environments that name none themselves. */
    @Parameter(property = "image.serverId")
    private @Nullable String serverId;

    /**
     * The file that takes the result as JSON, instead of {@code target/image/promote-<environment>.json}. With several
     * environments each has a file of its own, with {@code -<environment>} before the ending.
     */
    @Parameter(property = "image.resultFile")
    private @Nullable File resultFile;

    /** How many blobs may be under way at once; 0: as many as there are processors, at least eight. */
    @Parameter(property = "image.parallelism", defaultValue = "0")
    private int parallelism;

    /**
     * Whether an image whose tag is set already is asked for piece by piece, and what is missing sent again: blobs,
     * documents, a record that is not there.
     */
    @Parameter(property = "image.repair", defaultValue = "false")
    private boolean repair;

    /**
     * Why gates that do not hold are passed, in environments that have {@code <allowOverride>}. It is recorded with the
     * promotion, and by whom.
     */
    @Parameter(property = "image.override")
    private @Nullable String override;

    /**
     * Public keys, separated by commas, as {@code <trustedKeys>} of an environment names them: a build record that one of them
     * signed says all that a POM can. In {@code image:verify} they also replace those of the environments, and one of them must
     * have signed the image and its provenance.
     */
    @Parameter(property = "image.trustedKeys")
    private @Nullable String trustedKeys;

    /**
     * Whether an environment is taken from an unsigned build record although the last promotion to it was under environments
     * that somebody vouched for, or {@code trustedKeys} are named.
     */
    @Parameter(property = "image.allowUnsignedEnvironments", defaultValue = "false")
    private boolean allowUnsignedEnvironments;

    /**
     * Who acts, as records and decisions name him; by default who set off the job of the CI server, else the account on this
     * machine, unless it is that of an agent, such as {@code root}. A decision is by the name in the comment of its key
     * ({@code # NAME} in front of it), where that has one.
     */
    @Parameter(property = "image.actor")
    private @Nullable String actor;

    /** Base images of thin archives that somebody vouches for. */
    private final Set<ImageReference> bases = new HashSet<>();

    /** A mojo is made for one call: what passes until there is something to promote went into finding it. */
    private final Phases phases = Phases.begin(Clock.systemUTC());

    AbstractPromotionMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    /**
     * Promotes, tells it and writes the results.
     *
     * @param source of the images
     */
    protected final void promote(CandidateSource source, List<String> names, boolean dryRun, boolean again)
            throws IOException {
        RetryBudget retries = retryBudget();
        RecordSettings records = records();
        PromotionRequest request = new PromotionRequest(
                names, dryRun, retries, parallelism(), gates(retries, again), repair, Optional.of(records));
        try (MavenPromotionLog log =
                new MavenPromotionLog(getLog(), TransferDisplay.isLive(session), resultFiles(names))) {
            PromotionListener listener = PromotionListener.all(log, notifier(retries, records));
            new Promoter(opener(retries), listener, Clock.systemUTC(), phases)
                    .promote(() -> reachable(source.resolve(), names), request);
        }
        if (dryRun) {
            getLog().info("Dry run: nothing was written.");
        }
    }

    /** Images whose environments ask and tell nobody whom they must not. */
    private List<Candidate> reachable(List<Candidate> candidates, List<String> names) {
        names.stream()
                .flatMap(name -> candidates.stream().flatMap(each -> each.environments().find(name).stream()))
                .distinct()
                .forEach(plainTransport()::checkServices);
        return candidates;
    }

    private GateSettings gates(RetryBudget retries, boolean again) {
        Optional<Overriding> overriding = Optional.ofNullable(override)
                .map(text -> written("override", text).orElse(text))
                .map(reason -> new Overriding(reason, actor().user().orElse("unknown")));
        return new GateSettings(
                keyFiles()::of,
                (check, body, timeout) -> new CheckCalls(services("a check", retries)).ask(check, body, timeout),
                overriding,
                Pause.SLEEP,
                again,
                unsignedEnvironments());
    }

    /**
     * What people say, as it is written down for everyone: given with our own property it is what they typed; what a POM
     * takes from the machine may be a secret, and stays the expression.
     */
    final Optional<String> written(String element, @Nullable String text) {
        return Configured.optional(text).map(value -> origins().recorded(element, "image." + element, value));
    }

    /** Tells others what became of an environment. */
    final PromotionListener notifier(RetryBudget retries, RecordSettings records) {
        return new NotifierOnDemand(() -> new Notifier(
                services("notifications", retries),
                records,
                new MavenNotificationLog(getLog()),
                Clock.systemUTC(),
                Pause.SLEEP));
    }

    /** Opens registries, each with what its environment says. */
    final RegistryOpener opener(RetryBudget retries) {
        return (address, use) -> {
            if (use instanceof RegistryOpener.OfEnvironment of) {
                return connect(of.environment(), address, Optional.ofNullable(serverId), retries);
            }
            ImageReference image = ((RegistryOpener.OfArchive) use).image();
            if (!bases.contains(image) && !allowedRegistries().allow(image)) {
                throw unknownBase(image);
            }
            return connectBase(image.registry(), Optional.empty(), false, retries, RegistryRole.BASE);
        };
    }

    private static ImageException unknownBase(ImageReference image) {
        String entry = AllowedRegistries.entry(image.registry()) + "/" + image.repository();
        return new ImageException(
                "The archive names it, and nobody vouches for that. Add, if it is the base of your image:"
                        + " -Dimage.allowRegistries=" + entry
                        + " ; or the key that signs your builds: -Dimage.trustedKeys=FILE.");
    }

    /** What the environments of build records are worth. */
    final RecordEnvironments recordEnvironments() throws IOException {
        return new RecordEnvironments(
                namedKeys(), access("a registry")::knows, Configured.optional(serverId), getLog());
    }

    /** Opens what was found; {@code used} says which of all environments are. */
    final Candidates candidates(Function<Environments, List<String>> used) throws IOException {
        return new Candidates(session, recordEnvironments(), used, bases);
    }

    /** The keys that the operator named for this call. */
    final List<VerificationKey> namedKeys() throws IOException {
        return new TrustedKeys(directories().of("image.trustedKeys"), CallerEnvironment.of(session))
                .of(Environments.names(Configured.text(trustedKeys)));
    }

    /** When environments of an unsigned build record are taken. */
    final UnsignedEnvironments unsignedEnvironments() {
        return new UnsignedEnvironments(
                allowUnsignedEnvironments,
                Configured.optional(trustedKeys).isPresent(),
                "Name the key that signed it (-Dimage.trustedKeys=FILE), or the environments (-Dimage.environments=FILE); or, if"
                        + " you know what it says, add: -Dimage.allowUnsignedEnvironments");
    }

    /** The keys that an environment trusts. */
    protected final List<VerificationKey> keys(Environment environment) throws IOException {
        return keyFiles().of(environment.trust().trustedKeys());
    }

    /** How what is done is recorded. */
    protected final RecordSettings records() throws IOException {
        return new RecordSettings(attester("promotion"), actor(), execution.getVersion(), stateDirectory());
    }

    /** Who calls. */
    private PromotionRecord.Actor actor() {
        return actor(actorName(Optional.empty()));
    }

    /** Who calls, under this name. */
    final PromotionRecord.Actor actor(ActorName named) {
        CiJob job = CiJob.of(CallerEnvironment.of(session), Optional.empty());
        return new PromotionRecord.Actor(named.name(), job.server(), job.url());
    }

    /** The name of who calls; {@code ofKey} is that of the key which signs what he decides. */
    final ActorName actorName(Optional<String> ofKey) {
        CiJob job = CiJob.of(CallerEnvironment.of(session), Optional.empty());
        return ActorName.of(Configured.optional(actor), ofKey, job.user(), System.getProperty("user.name", ""));
    }

    /** How much may be under way at once. */
    final int parallelism() {
        return parallelism > 0
                ? parallelism
                : Math.max(LEAST_PARALLELISM, Runtime.getRuntime().availableProcessors());
    }

    private ResultFiles resultFiles(List<String> names) {
        return new ResultFiles(
                Optional.ofNullable(resultFile).map(File::toPath),
                resultDirectory(),
                Set.copyOf(names).size() > 1,
                ci(),
                getLog());
    }
}
