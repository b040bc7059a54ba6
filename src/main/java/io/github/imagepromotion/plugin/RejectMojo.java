package io.github.imagepromotion.plugin;

import io.github.imagepromotion.decision.Rejecter;
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
 * Rejects a build in every environment: it can be promoted nowhere until the rejection is withdrawn. The rejection is
 * signed with the key of {@code <signing>} and attached in all registries.
 */
@Mojo(name = "reject", aggregator = true, requiresProject = false, threadSafe = true)
public class RejectMojo extends AbstractFoundArtifactMojo {

    /** Reason, stored with the decision. */
    @Parameter(property = "image.reason")
    private @Nullable String reason;

    /** Withdraws the existing decisions of this kind about the build instead of making a new one. */
    @Parameter(property = "image.withdraw", defaultValue = "false")
    private boolean withdraw;

    /**
     * Signing key for the image and its provenance at build, and for the record of each promotion. Without a key they
     * are unsigned. As properties: {@code -Dimage.signing.keyFile}, {@code -Dimage.signing.serverId},
     * {@code -Dimage.signing.passphraseEnv}, {@code -Dimage.signing.sign} and {@code -Dimage.signing.signatureFormat}.
     */
    @Parameter
    private SigningParameter signing = new SigningParameter();

    /**
     * Name of the person who acts, as stored in records and decisions. Defaults to the user who started the job on the
     * CI server, otherwise to the account on this machine, unless it is the account of an agent, such as {@code root}.
     * A decision carries the name in the comment of its key instead ({@code # NAME} before the PEM block), if there is
     * one.
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
        try (FoundCandidates found = foundToDecide()) {
            decide(found.toDecide());
        }
    }

    private void decide(List<Candidate> candidates) throws IOException {
        String why = Operator.required(origins().written("reason", reason));
        Rejecter rejecter = new Rejecter(
                registries(),
                operator(signing, actor).decisions(keyFiles(), parallelism(), getLog()),
                new MavenDecisionLog(getLog()),
                Clock.systemUTC());
        if (withdraw) {
            rejecter.withdraw(candidates, why);
        } else {
            rejecter.reject(candidates, why);
        }
    }
}
