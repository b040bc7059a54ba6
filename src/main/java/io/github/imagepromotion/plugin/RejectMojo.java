package io.github.imagepromotion.plugin;

import io.github.imagepromotion.decision.Rejecter;
import io.github.imagepromotion.plugin.console.MavenDecisionLog;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.CandidateSource;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Rejects a build in every environment: no promotion of it goes anywhere any more, until that is withdrawn. The rejection is
 * signed with the key of {@code <signing>}, and attached in all registries.
 */
@Mojo(name = "reject", aggregator = true, requiresProject = false, threadSafe = true)
public class RejectMojo extends AbstractDecisionMojo {

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public RejectMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected boolean namesEnvironments() {
        return false;
    }

    @Override
    protected void run(CandidateSource source, List<String> names) throws IOException {
        List<Candidate> candidates = source.resolve();
        String reason = requiredReason();
        Rejecter rejecter =
                new Rejecter(opener(retryBudget()), decisions(), new MavenDecisionLog(getLog()), Clock.systemUTC());
        if (withdraw) {
            rejecter.withdraw(candidates, reason);
        } else {
            rejecter.reject(candidates, reason);
        }
    }
}
