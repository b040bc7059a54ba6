package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.artifact.Drop;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.project.BuildNumber;
import io.github.imagepromotion.plugin.project.Candidates;
import io.github.imagepromotion.plugin.project.Delivery;
import io.github.imagepromotion.plugin.project.DeliverySet;
import io.github.imagepromotion.plugin.project.LateDeployment;
import io.github.imagepromotion.plugin.project.ProjectImage;
import io.github.imagepromotion.plugin.project.ProjectRelease;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Phases;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the image of a build at deploy: copies archive and build record to the drop, if one is configured, and
 * promotes to every environment with {@code <continuousDelivery>}.
 *
 * <p>The images of all modules that bind this goal are promoted as one set, by the last of these modules.
 */
@Mojo(name = "publish", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public class PublishMojo extends AbstractEnvironmentMojo {

    /** Directory that keeps build artifacts, as {@code <drop>/<groupId>/<artifactId>/<buildId>/}. */
    @Parameter(property = "image.drop")
    private @Nullable File drop;

    /**
     * Allows promoting a build that the environment had before a later one; its moving tags then return to that build.
     * By default such a promotion is refused.
     */
    @Parameter(property = "image.again", defaultValue = "false")
    private boolean again;

    /** BuildId of this Maven call; defaults to the CI server's build number. The archive must be of that build. */
    @Parameter(property = "image.buildId")
    private @Nullable String buildId;

    /**
     * Allows publishing the images of selected modules ({@code -pl}, {@code -rf}) without those of the others. By
     * default the others are read as this build deployed them before, and the goal fails if it did not.
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

    private final RepositorySystem repositorySystem;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds what other modules deployed
     */
    @Inject
    public PublishMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter);
        this.repositorySystem = repositorySystem;
    }

    @Override
    protected Optional<String> reasonToSkip() {
        return ProjectRelease.attached(project).isPresent()
                ? Optional.of("a release is promoted by image:promote alone, whatever environment has"
                        + " <continuousDelivery>")
                : ProjectImage.reasonToSkip(session, project);
    }

    @Override
    protected void skipped() throws IOException {
        DeliverySet set = new DeliverySet(session, project, execution);
        set.skip();
        deliver(set);
    }

    @Override
    protected void run() throws IOException {
        FoundArtifact own = ProjectImage.attached(project)
                .orElseThrow(() -> new ImageException("No image is attached to '" + project.getArtifactId()
                        + "', so there is nothing to publish. Bind image:build or image:import to the package phase of"
                        + " this project (<executions>), and call mvn deploy."));
        own = new BuildNumber(session).asserting(own, Configured.optional(buildId));
        DeliverySet set = new DeliverySet(session, project, execution);
        try (Candidates candidates = candidates(Delivery::environments)) {
            candidates.add(own, environments().get());
            Candidate candidate = candidates.list().get(0);
            copyToDrop(own, candidate.identity());
            warnIfKeptNowhere(candidate.environments());
            set.arrive(candidate.environments());
            if (drop == null && candidate.environments().continuouslyDelivered().isEmpty()) {
                getLog().info("Nothing to publish: there is no <drop> (-Dimage.drop), and no environment has"
                        + " <continuousDelivery>");
            }
        }
        deliver(set);
    }

    private void copyToDrop(FoundArtifact own, Identity identity) throws IOException {
        if (drop == null) {
            return;
        }
        List<Path> files = new ArrayList<>(List.of(own.archive()));
        own.record().ifPresent(files::add);
        Path home = new Drop(drop.toPath()).publish(identity.coordinates(), identity.buildId(), files);
        getLog().info("Copied to " + home);
    }

    private void warnIfKeptNowhere(Environments environments) {
        if (drop == null
                && !environments.continuouslyDelivered().isEmpty()
                && new LateDeployment(session, project, execution).isSkipped()) {
            getLog().warn("'" + project.getArtifactId() + "' is promoted, but not deployed to a Maven repository"
                    + " (<skip> of maven-deploy-plugin, -Dmaven.deploy.skip), so no release stage finds its archive."
                    + " Deploy it, or keep it in a <drop> (-Dimage.drop).");
        }
    }

    /** The last module delivers for all; images for the same environments are promoted together. */
    private void deliver(DeliverySet set) throws IOException {
        List<String> awaited = set.awaited();
        if (!awaited.isEmpty() && set.delivers()) {
            getLog().info("Delivered at the end, together with: " + String.join(", ", awaited));
        }
        Optional<Map<MavenProject, Environments>> due = set.due();
        if (due.isPresent() && set.delivers()) {
            Reactor.refuseAfterFailure(session, "deliver");
            new LateDeployment(session, project, execution).refuseBefore(set::isPast);
            deliver(due.get(), allowPartial ? List.of() : set.unselected());
        }
    }

    private void deliver(Map<MavenProject, Environments> members, List<MavenProject> others) throws IOException {
        try (Candidates candidates = candidates(Delivery::environments)) {
            Map<List<String>, List<Candidate>> groups =
                    new Delivery(session, repositorySystem, environments(), candidates, getLog()).of(members, others);
            for (Map.Entry<List<String>, List<Candidate>> group : groups.entrySet()) {
                promotion().promote(group::getValue, group.getKey(), false, again, Optional.empty());
            }
        }
    }

    private PromotionCall promotion() throws IOException {
        return new PromotionCall(
                this,
                new PromotionCall.Parameters(
                        operator(signing, actor), override, repair, resultFile, allowUnsignedEnvironments, checkImages),
                phases);
    }
}
