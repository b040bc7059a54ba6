package io.github.imagepromotion.plugin;

import io.github.imagepromotion.decision.Rejecter;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.console.MavenDecisionLog;
import io.github.imagepromotion.plugin.project.FoundCandidates;
import io.github.imagepromotion.promotion.Candidate;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a build in every environment: no promotion of it goes anywhere any more, until that is withdrawn. The rejection is
 * signed with the key of {@code <signing>}, and attached in all registries.
 */
@Mojo(name = "reject", aggregator = true, requiresProject = false, threadSafe = true)
public class RejectMojo extends AbstractFoundArtifactMojo {

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

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public RejectMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws IOException {
        try (FoundCandidates found = foundForAll()) {
            decide(found.resolve());
        }
    }

    private void decide(List<Candidate> candidates) throws IOException {
        String why = Operator.required(origins().written("reason", reason));
        Rejecter rejecter = new Rejecter(
                registries(),
                operator().decisions(keyFiles(), parallelism(), getLog()),
                new MavenDecisionLog(getLog()),
                Clock.systemUTC());
        if (withdraw) {
            rejecter.withdraw(candidates, why);
        } else {
            rejecter.reject(candidates, why);
        }
    }

    private Operator operator() throws IOException {
        return new Operator(
                session, execution.getVersion(), attester(signing, "promotion"), Configured.optional(actor));
    }
}
