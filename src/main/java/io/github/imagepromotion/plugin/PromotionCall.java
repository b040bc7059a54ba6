package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.notify.Notifier;
import io.github.imagepromotion.plugin.access.CheckCalls;
import io.github.imagepromotion.plugin.access.EnvironmentRegistries;
import io.github.imagepromotion.plugin.console.MavenPromotionLog;
import io.github.imagepromotion.plugin.console.MavenPromotionLog.MavenNotificationLog;
import io.github.imagepromotion.plugin.console.MavenRollbackLog;
import io.github.imagepromotion.plugin.console.NotifierOnDemand;
import io.github.imagepromotion.plugin.console.ResultFiles;
import io.github.imagepromotion.plugin.console.TransferDisplay;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.ChartCheck;
import io.github.imagepromotion.promotion.Phases;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.Promoter;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionRequest;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.SavedPlan;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.gate.Overriding;
import io.github.imagepromotion.rollback.RollbackOnFailure;
import io.github.imagepromotion.rollback.RollbackRequest;
import io.github.imagepromotion.rollback.RollbackRequest.Images;
import io.github.imagepromotion.rollback.RollbackRequest.Undone;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Runs a promotion for {@code image:promote} and {@code image:publish}, with its listeners. */
final class PromotionCall {
    /**
     * Parameters of the promoting goals.
     *
     * @param operator who promotes, with the signing key for the record
     * @param override reason for overriding gates
     * @param repair whether to check present images blob by blob
     * @param resultFile file for the result, instead of one in the directory of results
     * @param allowUnsigned whether to accept environments of an unsigned build record in any case
     * @param checkImages whether charts may only name images of the set
     */
    record Parameters(
            Operator operator,
            @Nullable String override,
            boolean repair,
            @Nullable File resultFile,
            boolean allowUnsigned,
            boolean checkImages) {}

    private final AbstractEnvironmentMojo goal;
    private final Parameters parameters;
    private final EnvironmentRegistries registries;
    private final RecordSettings records;
    private final Phases begun;

    /**
     * @param goal the promoting goal
     * @param begun phases since the call began; the first is finding the artifacts
     */
    PromotionCall(AbstractEnvironmentMojo goal, Parameters parameters, Phases begun) {
        this.goal = goal;
        this.parameters = parameters;
        this.registries = goal.registries();
        this.records = parameters.operator().records(goal.stateDirectory());
        this.begun = begun;
    }

    /**
     * Promotes, reports progress and writes the results.
     *
     * @param source source of the images
     * @param names ids of the environments
     * @param dryRun whether to write nothing
     * @param again whether a build may return to an environment that it left
     * @param plan saved plan to carry out exactly
     */
    void promote(
            IoSupplier<List<Candidate>> source,
            List<String> names,
            boolean dryRun,
            boolean again,
            Optional<SavedPlan> plan)
            throws IOException {
        PromotionRequest request = request(names, dryRun, again, plan);
        try (MavenPromotionLog told = log(names)) {
            PromotionListener notifier = new RollbackOnFailure(
                    registries,
                    notifier(registries, records, goal.getLog()),
                    new MavenRollbackLog(goal.resultDirectory(), goal.ci(), goal.getLog()),
                    Clock.systemUTC(),
                    this::rollback);
            PromotionListener listener = PromotionListener.all(told, notifier);
            new Promoter(registries, registries::base, listener, Clock.systemUTC(), begun)
                    .promote(() -> checked(source.get(), names), request);
        }
        if (dryRun) {
            goal.getLog().info("Dry run: nothing was written.");
        }
    }

    /**
     * Plans a promotion, and logs it, without writing to a registry.
     *
     * @param source source of the images
     * @param names ids of the environments
     * @param use receives the plan of each environment, while its registries are open
     */
    void plan(IoSupplier<List<Candidate>> source, List<String> names, IoConsumer<Plan> use) throws IOException {
        try (MavenPromotionLog told = log(names)) {
            new Promoter(registries, registries::base, told, Clock.systemUTC(), begun)
                    .plan(() -> checked(source.get(), names), request(names, true, false, Optional.empty()), use);
        }
    }

    private PromotionRequest request(List<String> names, boolean dryRun, boolean again, Optional<SavedPlan> plan)
            throws IOException {
        return new PromotionRequest(
                names,
                dryRun,
                registries.retryBudget(),
                goal.parallelism(),
                gates(again),
                parameters.repair(),
                Optional.of(records),
                plan);
    }

    private MavenPromotionLog log(List<String> names) {
        return new MavenPromotionLog(goal.getLog(), TransferDisplay.isLive(goal.session), resultFiles(names));
    }

    private RollbackRequest rollback(Images images, String reason, Map<String, Undone> undone) throws IOException {
        Environment environment = images.environment();
        return new RollbackRequest(
                images,
                new RollbackRequest.Trusted(
                        goal.keys(environment),
                        DecisionKeys.of(environment, goal.keyFiles()::of).all(),
                        goal.unsignedEnvironments(parameters.allowUnsigned())),
                new RollbackRequest.Purpose(Optional.empty(), Optional.of(reason), undone),
                false,
                records,
                registries.retryBudget(),
                goal.parallelism());
    }

    private ResultFiles resultFiles(List<String> names) {
        return new ResultFiles(
                Optional.ofNullable(parameters.resultFile()).map(File::toPath),
                goal.resultDirectory(),
                Set.copyOf(names).size() > 1,
                goal.ci(),
                goal.getLog());
    }

    /** {@return a listener that sends the notifications of environments} */
    static PromotionListener notifier(EnvironmentRegistries registries, RecordSettings records, Log log) {
        return new NotifierOnDemand(() -> new Notifier(
                registries.services("notifications"),
                records,
                new MavenNotificationLog(log),
                Clock.systemUTC(),
                Pause.SLEEP));
    }

    /** Checks, before anything is planned, that the services of all environments may be called, and the charts of the set. */
    private List<Candidate> checked(List<Candidate> candidates, List<String> names) throws IOException {
        if (parameters.checkImages()) {
            ChartCheck.check(candidates, names);
        }
        names.stream()
                .flatMap(name -> candidates.stream().flatMap(each -> each.environments().find(name).stream()))
                .distinct()
                .forEach(registries::checkServices);
        return candidates;
    }

    private GateSettings gates(boolean again) throws IOException {
        Optional<Overriding> overriding = Optional.ofNullable(parameters.override())
                .map(text -> goal.origins().written("override", text).orElse(text))
                .map(parameters.operator()::overriding);
        return new GateSettings(
                goal.keyFiles()::of,
                (check, body, timeout) -> new CheckCalls(registries.services("a check")).ask(check, body, timeout),
                overriding,
                Pause.SLEEP,
                again,
                goal.unsignedEnvironments(parameters.allowUnsigned()));
    }
}
