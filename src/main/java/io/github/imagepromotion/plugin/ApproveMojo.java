package io.github.imagepromotion.plugin;

import io.github.imagepromotion.decision.Approver;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.console.MavenDecisionLog;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.CandidateSource;
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
public class ApproveMojo extends AbstractDecisionMojo {

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
    protected void check(Reactor reactor, boolean named) {
        if (!withdraw) {
            Reactor.refuseAfterFailure(session, "approve");
        }
    }

    @Override
    protected void run(CandidateSource source, List<String> names) throws IOException {
        List<Candidate> candidates = source.resolve();
        Optional<Duration> holds =
                Configured.optional(validFor).map(text -> Configured.duration(text, "<validFor> (-Dimage.validFor)"));
        Approver approver =
                new Approver(opener(retryBudget()), decisions(), new MavenDecisionLog(getLog()), Clock.systemUTC());
        if (withdraw) {
            approver.withdraw(candidates, names, requiredReason());
        } else {
            approver.approve(candidates, names, reason(), holds);
        }
    }
}
