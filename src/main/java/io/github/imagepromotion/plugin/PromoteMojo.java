package io.github.imagepromotion.plugin;

import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.project.FoundCandidates;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Phases;
import java.io.File;
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
 * Pushes the image of a build, with its BuildId tag, to the registries of the named environments.
 *
 * <p>The archive is the one attached in this reactor ({@code mvn package image:promote}), the named file, drop or
 * coordinates, or the one deployed under the project's own coordinates. All images of a reactor, and all images named
 * by coordinates, are promoted together or not at all. The goal needs no POM if the archive is named.
 */
@Mojo(name = "promote", aggregator = true, requiresProject = false, threadSafe = true)
public class PromoteMojo extends AbstractFoundArtifactMojo {

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

    /** Prints what would be done without writing anything. */
    @Parameter(property = "image.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Allows promoting a build that the environment had before a later one; its moving tags then return to that build.
     * By default such a promotion is refused.
     */
    @Parameter(property = "image.again", defaultValue = "false")
    private boolean again;

    /**
     * Allows promoting the images of selected modules ({@code -pl}, {@code -rf}) without those of the others, and
     * images of different builds together.
     */
    @Parameter(property = "image.allowPartial", defaultValue = "false")
    private boolean allowPartial;

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
     * Reason for overriding gates that refuse, in environments with {@code <allowOverride>}. It is stored in the
     * promotion record with the name of the person.
     */
    @Parameter(property = "image.override")
    private @Nullable String override;

    /**
     * Checks every part of an image that is already promoted, and sends what is missing: blobs, documents, the
     * promotion record.
     */
    @Parameter(property = "image.repair", defaultValue = "false")
    private boolean repair;

    /**
     * Refuses a set with a Helm chart whose values name an image, tag or digest that is not in the set.
     */
    @Parameter(property = "image.checkImages", defaultValue = "false")
    private boolean checkImages;

    /**
     * File for the result as JSON, instead of {@code target/image/promote-<environment>.json}. With several
     * environments {@code -<environment>} is inserted before the extension.
     */
    @Parameter(property = "image.resultFile")
    private @Nullable File resultFile;

    /**
     * Allows taking an environment from an unsigned build record even if the last promotion to it used signed or
     * configured environments, or if {@code trustedKeys} is set.
     */
    @Parameter(property = "image.allowUnsignedEnvironments", defaultValue = "false")
    private boolean allowUnsignedEnvironments;

    /** Set when the mojo is created, so that the first phase is the time spent on finding the artifacts. */
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
        NamedPlan named = NamedPlan.of(plan, environment);
        List<String> names = named.environments();
        try (FoundCandidates found = found(names)) {
            promotion().promote(() -> set(found), names, dryRun, again, named.plan());
        }
    }

    private List<Candidate> set(FoundCandidates found) throws IOException {
        Reactor.refuseAfterFailure(session, "promote");
        return found.resolveWhole("promote", allowPartial);
    }

    private PromotionCall promotion() throws IOException {
        return new PromotionCall(
                this,
                new PromotionCall.Parameters(
                        operator(signing, actor), override, repair, resultFile, allowUnsignedEnvironments, checkImages),
                phases);
    }
}
