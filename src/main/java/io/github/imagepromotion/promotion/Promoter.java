package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.promotion.tagging.TagLock;
import io.github.imagepromotion.promotion.tagging.Tagging;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Promotes a set of images: all of them stand under their digests in an environment before the first is tagged, or
 * nothing is tagged.
 *
 * <p>Registries have no transaction: a crash between two tags leaves one set and the other not. Running the same
 * promotion again heals it, and so does it after any other interruption.
 */
public final class Promoter {
    /** They wait, and for the same time. */
    private static final int SETTLING_AT_ONCE = 16;

    private final RegistryConnector connector;
    private final PromotionLog log;
    private final Clock clock;
    private final Phases before;
    private final Announcer announcer;

    /**
     * @param connector opens the environments' registries
     * @param log told what happens
     * @param clock tells when
     */
    public Promoter(RegistryConnector connector, PromotionLog log, Clock clock) {
        this(connector, log, clock, Phases.begin(clock));
    }

    /**
     * @param connector opens the environments' registries
     * @param log told what happens
     * @param clock tells when
     * @param before what came before and belongs to the promotion, such as finding the archive
     */
    public Promoter(RegistryConnector connector, PromotionLog log, Clock clock, Phases before) {
        this(connector, log, clock, before, Announcer.SILENT);
    }

    private Promoter(RegistryConnector connector, PromotionLog log, Clock clock, Phases before, Announcer announcer) {
        this.connector = connector;
        this.log = log;
        this.clock = clock;
        this.before = before;
        this.announcer = announcer;
    }

    /**
     * @param other tells others how it ended
     * @return the same promoter with that
     */
    public Promoter announcing(Announcer other) {
        return new Promoter(connector, log, clock, before, other);
    }

    /**
     * @param request what, and where
     * @return a result for each environment, in order; for a dry run what would be done
     * @throws RefusedException if a gate does not hold, or a BuildId tag already names other content; nothing was written
     * @throws io.github.imagepromotion.image.ImageException if an archive is damaged, the environment is unknown, or a
     *     registry refuses
     * @throws IOException if the disk or an unexpected answer is the reason
     */
    public List<PromotionResult> promote(PromotionRequest request) throws IOException {
        try (OpenRegistries registries = new OpenRegistries(connector)) {
            Announcements announcements = new Announcements(announcer, request);
            ContentCheck content = new ContentCheck(request.candidates(), log);
            content.checkFrames();
            Phases checked = before.end("check");
            Planner planner = new Planner(registries, request, clock);
            GateEvaluation evaluation =
                    new GateEvaluation(planner, log, clock, request.gates().pause());
            List<Plan> plans = announcements.planning(() -> evaluation.plans(request.dryRun()));
            Phases planned = checked.end("plan");
            plans.forEach(log::planned);
            announcements.planning(() -> refuse(plans, request, planned));
            if (request.dryRun()) {
                content.complete(request.parallelism());
            }
            List<PromotionResult> results = new ArrayList<>();
            for (Plan plan : plans) {
                PromotionResult.Timing timing = new PromotionResult.Timing(clock, request.retries(), planned);
                if (request.dryRun()) {
                    results.add(PromotionResult.planned(plan, timing));
                } else {
                    results.add(announcements.carryingOut(
                            plan, () -> carryOut(plan, request, content, timing, announcements)));
                    announcements.promoted(plan);
                }
            }
            return results;
        }
    }

    private List<Plan> refuse(List<Plan> plans, PromotionRequest request, Phases planned) throws IOException {
        List<String> refusals = GateEvaluation.refusals(plans);
        if (refusals.isEmpty()) {
            return plans;
        }
        PromotionResult.Timing timing = new PromotionResult.Timing(clock, request.retries(), planned);
        List<PromotionResult> results = plans.stream()
                .map(plan -> PromotionResult.refused(plan, timing))
                .toList();
        if (!request.dryRun()) {
            for (PromotionResult result : results) {
                log.refused(result);
            }
        }
        throw new RefusedException(refusals, results);
    }

    private PromotionResult carryOut(
            Plan plan,
            PromotionRequest request,
            ContentCheck content,
            PromotionResult.Timing timing,
            Announcements announcements)
            throws IOException {
        log.transferring(plan);
        try (Tagging tagging = tagging(plan, request)) {
            Transfer transfer = new Transfer(plan, log, content, request.retries(), request.parallelism());
            transfer.run(tagging::begin);
            timing.end("transfer");
            log.transferred(plan, transfer.bytesUploaded(), timing.elapsed());
            Optional<RecordKeeper> records =
                    request.records().map(settings -> new RecordKeeper(settings, clock, request));
            if (records.isPresent()) {
                records.get().prepare(plan);
            }
            announcements.prepare(plan);
            request.retries().complete(tagging::run);
            timing.end("tag");
            if (records.isPresent()) {
                records.get().write(plan);
            }
            tagging.release();
            Parallel.forEach(plan.targets(), SETTLING_AT_ONCE, Promoter::settle);
            if (records.isPresent()) {
                records.get().forget(plan);
                timing.end("record");
            }
            PromotionResult result = PromotionResult.promoted(plan, transfer, records, timing);
            log.promoted(result);
            return result;
        }
    }

    private static void settle(Target target) throws IOException {
        try {
            target.repository().settle();
        } catch (ImageException e) {
            throw new ImageException(
                    "'" + target.name()
                            + "' is promoted and its tags are set, but what is attached to it may not be listed: "
                            + e.getMessage() + " With <repair> (-Dimage.repair) that looks for every document.",
                    e);
        }
    }

    private Tagging tagging(Plan plan, PromotionRequest request) {
        return new Tagging(plan.numbers(), plan.moving(), new TagLock(holder(plan, request), clock));
    }

    /** Who others wait for. */
    private static String holder(Plan plan, PromotionRequest request) {
        String builds = plan.targets().stream()
                .map(target -> target.candidate().name())
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", "));
        return request.records()
                .map(RecordSettings::by)
                .flatMap(by -> by.job().or(by::user))
                .map(by -> builds + " by " + by)
                .orElse(builds);
    }
}
