package io.github.imagepromotion.plugin;

import io.github.imagepromotion.decision.Comparison;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.console.PlanFiles;
import io.github.imagepromotion.plugin.console.Remedies;
import io.github.imagepromotion.plugin.project.FoundCandidates;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Phases;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.SavedPlan;
import io.github.imagepromotion.promotion.SavedPlan.PlannedImage;
import io.github.imagepromotion.promotion.Target;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Plans a promotion, and writes nothing to a registry: {@code target/image/plan-<environment>.json} has every tag with
 * its digest before and after, the content to be sent, and the answers of gates; {@code plan-<environment>.md} has the
 * same for reviewers, with the differences from the current build. {@code image:promote} with {@code plan} then does
 * exactly that, or nothing.
 *
 * <p>The build is found as {@code image:promote} finds it. Gates that refuse do not fail this goal: the promotion asks
 * them again.
 */
@Mojo(name = "plan", aggregator = true, requiresProject = false, threadSafe = true)
public class PlanMojo extends AbstractFoundArtifactMojo {

    /** Required. Comma-separated ids of the environments, each of which gets a plan of its own. */
    @Parameter(property = "image.environment")
    private @Nullable String environment;

    /**
     * Allows promoting the images of selected modules ({@code -pl}, {@code -rf}) without those of the others, and
     * images of different builds together.
     */
    @Parameter(property = "image.allowPartial", defaultValue = "false")
    private boolean allowPartial;

    /**
     * Refuses a set with a Helm chart whose values name an image, tag or digest that is not in the set.
     */
    @Parameter(property = "image.checkImages", defaultValue = "false")
    private boolean checkImages;

    /**
     * Name of the person who acts, as stored in records and decisions. Defaults to the user who started the job on the
     * CI server, otherwise to the account on this machine, unless it is the account of an agent, such as {@code root}.
     * A decision carries the name in the comment of its key instead ({@code # NAME} before the PEM block), if there is
     * one.
     */
    @Parameter(property = "image.actor")
    private @Nullable String actor;

    /** Set when the mojo is created, so that the first phase is the time spent on finding the artifacts. */
    private final Phases phases = Phases.begin(Clock.systemUTC());

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public PlanMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws IOException {
        List<String> names = Environments.names(Configured.text(environment));
        Operator operator =
                new Operator(session, execution.getVersion(), Attester.UNSIGNED, Configured.optional(actor));
        try (FoundCandidates found = found(names)) {
            new PromotionCall(
                            this, new PromotionCall.Parameters(operator, null, false, null, false, checkImages), phases)
                    .plan(() -> set(found), names, plan -> save(plan, operator));
        }
    }

    private List<Candidate> set(FoundCandidates found) throws IOException {
        Reactor.refuseAfterFailure(session, "plan");
        return found.resolveWhole("plan", allowPartial);
    }

    private void save(Plan plan, Operator operator) throws IOException {
        SavedPlan saved = SavedPlan.of(
                plan,
                Clock.systemUTC().instant(),
                operator.records(stateDirectory()).by(),
                execution.getVersion(),
                message -> redactor().clean(Remedies.tell(message)));
        Map<PlannedImage, Comparison> changes = new LinkedHashMap<>();
        for (PlannedImage image : saved.images()) {
            for (Target target : plan.targets()) {
                RepositoryName repository = target.candidate().repository(target.environment());
                if (repository.equals(image.repository()) && !changes.containsKey(image)) {
                    changes.put(
                            image,
                            Comparison.of(
                                    target.candidate(),
                                    target.environment(),
                                    target.repository(),
                                    keys(target.environment()),
                                    parallelism()));
                }
            }
        }
        new PlanFiles(resultDirectory(), getLog()).write(saved, changes);
    }
}
