package io.github.imagepromotion.plugin;

import io.github.imagepromotion.ci.result.CiReporter;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.notify.Notifier;
import io.github.imagepromotion.plugin.access.CheckCalls;
import io.github.imagepromotion.plugin.access.EnvironmentRegistries;
import io.github.imagepromotion.plugin.access.TrustedKeys;
import io.github.imagepromotion.plugin.console.MavenNotificationLog;
import io.github.imagepromotion.plugin.console.MavenPromotionLog;
import io.github.imagepromotion.plugin.console.NotifierOnDemand;
import io.github.imagepromotion.plugin.console.RedactingLog;
import io.github.imagepromotion.plugin.console.ResultFiles;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.CandidateSource;
import io.github.imagepromotion.promotion.Phases;
import io.github.imagepromotion.promotion.Promoter;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionRequest;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.gate.Overriding;
import io.github.imagepromotion.promotion.gate.UnsignedEnvironments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.logging.Log;

/** The promotion that {@code image:promote} and {@code image:publish} call: what it hears, and who hears of it. */
final class PromotionCall {
    /**
     * What the call says of it.
     *
     * @param parallelism how much may be under way at once
     * @param repair whether what is there already is asked for piece by piece
     * @param overriding why gates that do not hold are passed, and by whom
     * @param unsigned when environments of an unsigned build record are taken
     * @param records how it is recorded
     */
    record Settings(
            int parallelism,
            boolean repair,
            Optional<Overriding> overriding,
            UnsignedEnvironments unsigned,
            RecordSettings records) {}

    /**
     * Where it is told.
     *
     * @param log takes lines
     * @param live whether a transfer is drawn in a terminal
     * @param resultFile takes the result, instead of one below the directory
     * @param directory takes results
     * @param ci hears of results
     */
    record Output(RedactingLog log, boolean live, Optional<Path> resultFile, Path directory, CiReporter ci) {
        ResultFiles files(List<String> names) {
            return new ResultFiles(resultFile, directory, Set.copyOf(names).size() > 1, ci, log);
        }
    }

    private final EnvironmentRegistries registries;
    private final TrustedKeys keys;
    private final Settings settings;
    private final Output output;
    private final Phases begun;

    /** @param begun when the call began: what passed until there is something to promote went into finding it */
    PromotionCall(EnvironmentRegistries registries, TrustedKeys keys, Settings settings, Output output, Phases begun) {
        this.registries = registries;
        this.keys = keys;
        this.settings = settings;
        this.output = output;
        this.begun = begun;
    }

    /**
     * Promotes, tells it and writes the results.
     *
     * @param source of the images
     * @param names ids of the environments
     * @param dryRun whether nothing is written
     * @param again whether a build may go where it was before and left
     */
    void promote(CandidateSource source, List<String> names, boolean dryRun, boolean again) throws IOException {
        PromotionRequest request = new PromotionRequest(
                names,
                dryRun,
                registries.retries(),
                settings.parallelism(),
                gates(again),
                settings.repair(),
                Optional.of(settings.records()));
        try (MavenPromotionLog told = new MavenPromotionLog(output.log(), output.live(), output.files(names))) {
            PromotionListener listener =
                    PromotionListener.all(told, notifier(registries, settings.records(), output.log()));
            new Promoter(registries, listener, Clock.systemUTC(), begun)
                    .promote(() -> reachable(source.resolve(), names), request);
        }
        if (dryRun) {
            output.log().info("Dry run: nothing was written.");
        }
    }

    /** Tells others what became of an environment. */
    static PromotionListener notifier(EnvironmentRegistries registries, RecordSettings records, Log log) {
        return new NotifierOnDemand(() -> new Notifier(
                registries.services("notifications"),
                records,
                new MavenNotificationLog(log),
                Clock.systemUTC(),
                Pause.SLEEP));
    }

    /** Images whose environments ask and tell nobody whom they must not. */
    private List<Candidate> reachable(List<Candidate> candidates, List<String> names) {
        names.stream()
                .flatMap(name -> candidates.stream().flatMap(each -> each.environments().find(name).stream()))
                .distinct()
                .forEach(registries::checkServices);
        return candidates;
    }

    private GateSettings gates(boolean again) {
        return new GateSettings(
                keys::of,
                (check, body, timeout) -> new CheckCalls(registries.services("a check")).ask(check, body, timeout),
                settings.overriding(),
                Pause.SLEEP,
                again,
                settings.unsigned());
    }
}
