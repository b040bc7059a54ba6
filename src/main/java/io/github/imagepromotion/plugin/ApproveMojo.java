package io.github.imagepromotion.plugin;

import io.github.imagepromotion.decision.Approver;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.console.MavenDecisionLog;
import io.github.imagepromotion.plugin.project.FoundCandidates;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.SavedPlan;
import java.io.File;
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
 * Approves a build for environments with {@code <approvals>}: shows the differences from what the environment has now,
 * and attaches an approval signed with the key of {@code <signing>}.
 */
@Mojo(name = "approve", aggregator = true, requiresProject = false, threadSafe = true)
public class ApproveMojo extends AbstractFoundArtifactMojo {

    /**
     * Required without {@code plan}. Comma-separated ids of the environments, which are processed in the configured order.
     */
    @Parameter(property = "image.environment")
    private @Nullable String environment;

    /**
     * Plan that {@code image:plan} wrote; {@code environment} may then be omitted. {@code image:promote} does exactly that,
     * or nothing. An approval counts for promotions with this plan alone, and {@code withdraw} is about the approvals of
     * this plan.
     */
    @Parameter(property = "image.plan")
    private @Nullable File plan;

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

    /** Validity of the approval: ISO 8601 duration, or seconds; by default what the environment configures. */
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
        NamedPlan named = NamedPlan.of(plan, environment);
        List<String> names = named.environments();
        boolean planned = named.plan().isPresent();
        try (FoundCandidates found = planned ? found(names) : foundToDecide(names)) {
            if (!withdraw) {
                Reactor.refuseAfterFailure(session, "approve");
            }
            decide(planned ? found.resolve() : found.toDecide(), names, named.plan());
        }
    }

    private void decide(List<Candidate> candidates, List<String> names, Optional<SavedPlan> plan) throws IOException {
        Optional<Duration> holds =
                Configured.optional(validFor).map(text -> Configured.duration(text, "<validFor> (-Dimage.validFor)"));
        Approver approver = new Approver(
                registries(),
                operator(signing, actor).decisions(keyFiles(), parallelism(), getLog()),
                new MavenDecisionLog(getLog()),
                Clock.systemUTC());
        Optional<String> why = origins().written("reason", reason);
        if (withdraw) {
            approver.withdraw(candidates, names, Operator.required(why), plan);
        } else {
            approver.approve(candidates, names, why.orElse(""), holds, plan);
        }
    }
}
