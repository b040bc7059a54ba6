package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.access.EnvironmentRegistries;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.console.MavenRollbackLog;
import io.github.imagepromotion.plugin.project.PipelineImages;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.rollback.Rollback;
import io.github.imagepromotion.rollback.RollbackRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Rolls an environment back to the build that it had before, or to a named one: its moving tags move, BuildId tags
 * stay, and the rollback is recorded. A release goes back to the release before, with the members that its lock has. All
 * images of a reactor are rolled back together or not at all. No archive is
 * needed, since all content is in the registry.
 */
@Mojo(name = "rollback", aggregator = true, requiresProject = false, threadSafe = true)
public class RollbackMojo extends AbstractPipelineMojo {

    /** Required. Id of the environment to roll back. */
    @Parameter(property = "image.environment")
    private @Nullable String environment;

    /**
     * BuildId, or version of a release, to roll back to; defaults to the build that each image's moving tags pointed to before the last
     * promotion.
     */
    @Parameter(property = "image.to")
    private @Nullable String toBuild;

    /** Reason, stored in the record. */
    @Parameter(property = "image.reason")
    private @Nullable String reason;

    /** Prints what would be done without writing anything. */
    @Parameter(property = "image.dryRun", defaultValue = "false")
    private boolean dryRun;

    /** Allows rolling back the images of selected modules ({@code -pl}, {@code -rf}) without those of the others. */
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
     * Allows taking an environment from an unsigned build record even if the last promotion to it used signed or
     * configured environments, or if {@code trustedKeys} is set.
     */
    @Parameter(property = "image.allowUnsignedEnvironments", defaultValue = "false")
    private boolean allowUnsignedEnvironments;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public RollbackMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws IOException {
        PipelineImages images = images();
        Environments environments =
                pipeline(images, all -> List.of(chosen(all).id())).orElse(Environments.none());
        Environment chosen = chosen(environments);
        EnvironmentRegistries registries = registries();
        registries.checkServices(chosen);
        RollbackRequest request = new RollbackRequest(
                new RollbackRequest.Images(
                        chosen,
                        environments,
                        images.toMove(allowPartial),
                        images.releases().stream()
                                .map(release -> new RollbackRequest.Release(
                                        release.project(), ReleaseArtifact.repository(chosen, release)))
                                .toList()),
                new RollbackRequest.Trusted(
                        keys(chosen),
                        DecisionKeys.of(chosen, keyFiles()::of).all(),
                        unsignedEnvironments(allowUnsignedEnvironments)),
                new RollbackRequest.Purpose(to(images), origins().written("reason", reason)),
                dryRun,
                operator(signing, actor).records(stateDirectory()),
                registries.retryBudget(),
                parallelism());
        new Rollback(
                        registries,
                        new MavenRollbackLog(resultDirectory(), ci(), getLog()),
                        Clock.systemUTC(),
                        PromotionCall.notifier(registries, request.records(), getLog()))
                .run(request);
        if (dryRun) {
            getLog().info("Dry run: nothing was written.");
        }
    }

    private Optional<BuildId> to(PipelineImages images) throws IOException {
        boolean release = !images.releases().isEmpty();
        return Configured.optional(toBuild)
                .map(id -> Configured.buildId(release ? ReleaseArtifact.tag(id) : id, "<toBuild> (-Dimage.to)"));
    }

    /** One environment per call: previous builds of different environments are unrelated. */
    private Environment chosen(Environments environments) {
        List<Environment> chosen =
                environments.selectToPromote(Environments.names(environment == null ? "" : environment));
        if (chosen.size() > 1) {
            throw new ImageException("Several environments are named, " + Text.quote(String.valueOf(environment))
                    + ", and one goes back at a time. Name one (<environment>, -Dimage.environment).");
        }
        return chosen.get(0);
    }
}
