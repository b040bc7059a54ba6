package io.github.imagepromotion.plugin;

import io.github.imagepromotion.decision.Approver;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.console.MavenDecisionLog;
import io.github.imagepromotion.plugin.project.FoundCandidates;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.promotion.Candidate;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Approves a build for environments that ask for it ({@code <approvals>}): shows what differs from what is there now, and
 * attaches an approval that is signed with the key of {@code <signing>}.
 */
@Mojo(name = "approve", aggregator = true, requiresProject = false, threadSafe = true)
public class ApproveMojo extends AbstractFoundArtifactMojo {

    /** Ids of the environments, separated by commas; they are taken in the configured order. */
    @Parameter(property = "image.environment")
    private @Nullable String environment;

    /** Why, for people; it is written down. */
    @Parameter(property = "image.reason")
    private @Nullable String reason;

    /** Whether such decisions about this build that stand are withdrawn, instead of another one being made. */
    @Parameter(property = "image.withdraw", defaultValue = "false")
    private boolean withdraw;

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

    /** How long the approval holds, as an ISO 8601 duration or in seconds; by default as long as the environment says. */
    @Parameter(property = "image.validFor")
    private @Nullable String validFor;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public ApproveMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws IOException {
        List<String> names = Environments.names(Configured.text(environment));
        try (FoundCandidates found = found(names)) {
            if (!withdraw) {
                Reactor.refuseAfterFailure(session, "approve");
            }
            decide(found.resolve(), names);
        }
    }

    private void decide(List<Candidate> candidates, List<String> names) throws IOException {
        Optional<Duration> holds =
                Configured.optional(validFor).map(text -> Configured.duration(text, "<validFor> (-Dimage.validFor)"));
        Approver approver = new Approver(
                registries(),
                operator().decisions(keyFiles(), parallelism(), getLog()),
                new MavenDecisionLog(getLog()),
                Clock.systemUTC());
        Optional<String> why = origins().written("reason", reason);
        if (withdraw) {
            approver.withdraw(candidates, names, Operator.required(why));
        } else {
            approver.approve(candidates, names, why.orElse(""), holds);
        }
    }

    private Operator operator() throws IOException {
        return new Operator(
                session, execution.getVersion(), attester(signing, "promotion"), Configured.optional(actor));
    }
}
