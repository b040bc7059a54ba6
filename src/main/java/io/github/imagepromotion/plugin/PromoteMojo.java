package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.console.TransferDisplay;
import io.github.imagepromotion.plugin.project.FoundCandidates;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Phases;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Reads the image archive of a build and pushes it, with its BuildId tag, to the registries of the named environments.
 *
 * <p>The archive is the one attached in this reactor ({@code mvn package image:promote}), the file, drop or coordinates
 * that are named, or the one that was deployed under the project's own coordinates. All images of a reactor go together
 * or not at all. The goal needs no POM when the archive is named.
 */
@Mojo(name = "promote", aggregator = true, requiresProject = false, threadSafe = true)
public class PromoteMojo extends AbstractFoundArtifactMojo {

    /** Ids of the environments, separated by commas; they are taken in the configured order. */
    @Parameter(property = "image.environment")
    private @Nullable String environment;

    /** Prints what would be done, and writes nothing. */
    @Parameter(property = "image.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Whether a build may go to an environment that had it before and left it: its moving tags go back to it then.
     * Without, that is refused.
     */
    @Parameter(property = "image.again", defaultValue = "false")
    private boolean again;

    /**
     * Whether the images of selected modules ({@code -pl}, {@code -rf}) may go without those of the others, and images of
     * several builds together.
     */
    @Parameter(property = "image.allowPartial", defaultValue = "false")
    private boolean allowPartial;

    /**
     * With which key is signed: the image and its provenance when it is built, the record of each promotion. Without one
     * all of it is written unsigned.
     */
    @Parameter
    private SigningParameter signing = new SigningParameter();

    /**
     * Who acts, as records and decisions name him; by default who set off the job of the CI server, else the account on this
     * machine, unless it is that of an agent, such as {@code root}. A decision is by the name in the comment of its key
     * ({@code # NAME} in front of it), where that has one.
     */
    @Parameter(property = "image.actor")
    private @Nullable String actor;

    /**
     * Why gates that do not hold are passed, in environments that have {@code <allowOverride>}. It is recorded with the
     * promotion, and by whom.
     */
    @Parameter(property = "image.override")
    private @Nullable String override;

    /**
     * Whether an image whose tag is set already is asked for piece by piece, and what is missing sent again: blobs,
     * documents, a record that is not there.
     */
    @Parameter(property = "image.repair", defaultValue = "false")
    private boolean repair;

    /**
     * The file that takes the result as JSON, instead of {@code target/image/promote-<environment>.json}. With several
     * environments each has a file of its own, with {@code -<environment>} before the ending.
     */
    @Parameter(property = "image.resultFile")
    private @Nullable File resultFile;

    /**
     * Whether an environment is taken from an unsigned build record although the last promotion to it was under environments
     * that somebody vouched for, or {@code trustedKeys} are named.
     */
    @Parameter(property = "image.allowUnsignedEnvironments", defaultValue = "false")
    private boolean allowUnsignedEnvironments;

    /** A mojo is made for one call: what passes until there is something to promote went into finding it. */
    private final Phases phases = Phases.begin(Clock.systemUTC());

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public PromoteMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws IOException {
        List<String> names = Environments.names(Configured.text(environment));
        try (FoundCandidates found = found(names)) {
            promotion().promote(() -> set(found), names, dryRun, again);
        }
    }

    /** The images, if they may go together. */
    private List<Candidate> set(FoundCandidates found) throws IOException {
        Reactor.refuseAfterFailure(session, "promote");
        if (!allowPartial) {
            found.search().refusePart("promote");
        }
        return ofOneBuild(found.resolve());
    }

    /** What was deployed of a build that failed half-way is not a set with what was deployed before. */
    private List<Candidate> ofOneBuild(List<Candidate> candidates) {
        boolean numbered = candidates.stream()
                .anyMatch(candidate -> !candidate.identity().buildId().isOfContent());
        long builds = candidates.stream()
                .map(candidate -> candidate.identity().buildId())
                .distinct()
                .count();
        if (!allowPartial && numbered && builds > 1) {
            throw new ImageException("Refused to promote images of several builds as one: "
                    + candidates.stream()
                            .map(candidate -> "'" + candidate.name() + "' from " + candidate.origin())
                            .collect(Collectors.joining(", "))
                    + ". Name the build that all are of (-Dimage.buildId), or deploy all modules in one; or, if these are"
                    + " meant, add: -Dimage.allowPartial (<allowPartial>)");
        }
        return candidates;
    }

    private PromotionCall promotion() throws IOException {
        Operator operator = new Operator(
                session, execution.getVersion(), attester(signing, "promotion"), Configured.optional(actor));
        return new PromotionCall(
                registries(),
                keyFiles(),
                new PromotionCall.Settings(
                        parallelism(),
                        repair,
                        Optional.ofNullable(override)
                                .map(text -> origins().written("override", text).orElse(text))
                                .map(operator::overriding),
                        unsignedEnvironments(allowUnsignedEnvironments),
                        operator.records(stateDirectory())),
                new PromotionCall.Output(
                        getLog(),
                        TransferDisplay.isLive(session),
                        Optional.ofNullable(resultFile).map(File::toPath),
                        resultDirectory(),
                        ci()),
                phases);
    }
}
