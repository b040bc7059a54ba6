package io.github.imagepromotion.rollback;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.promotion.Announcer;
import io.github.imagepromotion.promotion.OpenRegistries;
import io.github.imagepromotion.promotion.PromotionEvent;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.RegistryConnector;
import io.github.imagepromotion.promotion.tagging.TagLock;
import io.github.imagepromotion.promotion.tagging.TagMove;
import io.github.imagepromotion.promotion.tagging.Tagging;
import io.github.imagepromotion.rollback.RollbackResult.Outcome;
import io.github.imagepromotion.rollback.RollbackResult.Returned;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Moves an environment back to builds that it had before: all images, or none. */
public final class Rollback {
    private final RegistryConnector connector;
    private final RollbackLog log;
    private final Clock clock;
    private final Announcer announcer;

    /**
     * @param connector opens the environment's registries
     * @param log told what happens
     * @param clock tells when
     * @param announcer tells others how it ended
     */
    public Rollback(RegistryConnector connector, RollbackLog log, Clock clock, Announcer announcer) {
        this.connector = connector;
        this.log = log;
        this.clock = clock;
        this.announcer = announcer;
    }

    /**
     * @param request what is to go back
     * @return what was done; for a dry run what would be
     * @throws ImageException if an image cannot go back, or another promotion ran meanwhile (nothing was tagged then), or a
     *     registry refuses
     * @throws IOException if the disk or an unexpected answer is the reason
     */
    public RollbackResult run(RollbackRequest request) throws IOException {
        Instant started = clock.instant();
        try (OpenRegistries registries = new OpenRegistries(connector)) {
            Unfinished unfinished = Unfinished.read(
                    request.records().stateDirectory(), request.environment().id());
            RollbackPlanner planner = new RollbackPlanner(registries, request, unfinished);
            RollbackPlan plan = announcingFailure(request, List.of(), planner::plan);
            RollbackResult planned = result(request, plan, Outcome.PLANNED, started, Map.of());
            log.planned(planned);
            if (request.dryRun()) {
                return planned;
            }
            RollbackResult result = announcingFailure(
                    request, plan.steps(), () -> carryOut(request, planner, plan, unfinished, started));
            log.rolledBack(result);
            announcer.announce(promotionEvent(request, plan.steps(), Optional.empty()));
            return result;
        }
    }

    private RollbackResult carryOut(
            RollbackRequest request, RollbackPlanner planner, RollbackPlan plan, Unfinished unfinished, Instant started)
            throws IOException {
        List<Step> due =
                plan.steps().stream().filter(step -> isDue(request, step)).toList();
        if (!request.environment().trust().withoutRecords()) {
            Parallel.forEach(due, request.parallelism(), step -> new Ledger(step.repository(), request.parallelism())
                    .requireRecordable(step.build().digest(), request.records().attester()));
        }
        announcer.prepare(promotionEvent(request, plan.steps(), Optional.empty()));
        unfinished.remember(plan);
        try (Tagging tagging = new Tagging(plan.numbers(), plan.moving(), new TagLock(holder(request), clock))) {
            request.retries().complete(() -> tagging.run(() -> planner.requireSame(plan)));
            Map<Step, Digest> records = record(request, due);
            unfinished.forget();
            return result(request, plan, due.isEmpty() ? Outcome.UNCHANGED : Outcome.ROLLED_BACK, started, records);
        }
    }

    private <T> T announcingFailure(RollbackRequest request, List<Step> steps, IoSupplier<T> work) throws IOException {
        try {
            return work.get();
        } catch (ImageException | IOException e) {
            if (!request.dryRun()) {
                announceFailure(promotionEvent(request, steps, Optional.of(String.valueOf(e.getMessage()))), e);
            }
            throw e;
        }
    }

    private void announceFailure(PromotionEvent failure, Exception reason) {
        try {
            announcer.announce(failure);
        } catch (ImageException | IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static PromotionEvent promotionEvent(RollbackRequest request, List<Step> steps, Optional<String> failure) {
        boolean changed = steps.stream().anyMatch(step -> !step.moves().isEmpty())
                || request.environment().movingTags().isEmpty();
        return new PromotionEvent(
                request.environment(),
                PromotionEvent.Kind.ROLLBACK,
                steps.stream().map(Step::announced).toList(),
                failure,
                changed);
    }

    /** Whether there is something to record: tags move, or did in an interrupted call, or the environment has none. */
    private static boolean isDue(RollbackRequest request, Step step) {
        return !step.moves().isEmpty()
                || step.unrecorded()
                || request.environment().movingTags().isEmpty();
    }

    /** Who others wait for. */
    private static String holder(RollbackRequest request) {
        return "a rollback"
                + request.records().by().user().map(user -> " by " + user).orElse("");
    }

    private Map<Step, Digest> record(RollbackRequest request, List<Step> due) throws IOException {
        Map<Step, Digest> written = new ConcurrentHashMap<>();
        if (request.environment().trust().withoutRecords()) {
            return written;
        }
        Parallel.forEach(due, request.parallelism(), step -> {
            try {
                Ledger ledger = new Ledger(step.repository(), request.parallelism());
                written.put(
                        step,
                        ledger.add(
                                draft(request, step),
                                step.image().descriptor().plain(),
                                List.of(),
                                request.records().attester()));
            } catch (ImageException e) {
                throw new ImageException(
                        "'" + step.repository().displayName() + "' is rolled back to build '"
                                + step.build().buildId() + "' and its tags are set, but this could not be recorded: "
                                + e.getMessage() + " Run the same command again: it adds the record.",
                        e);
            }
        });
        Parallel.forEach(due, request.parallelism(), step -> step.repository().settle());
        return written;
    }

    private PromotionRecord draft(RollbackRequest request, Step step) {
        RecordSettings settings = request.records();
        KnownBuild build = step.build();
        return new PromotionRecord(
                request.environment().id(),
                step.registry(),
                step.repository().name(),
                build.digest(),
                build.buildId(),
                build.gav(),
                changes(step),
                "what '" + request.environment().id() + "' held before",
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                settings.by(),
                settings.plugin(),
                List.of(),
                Optional.of(new PromotionRecord.Rollback(request.reason())),
                List.of(),
                Optional.of(request.environments().source()));
    }

    private static List<TagChange> changes(Step step) {
        return Stream.concat(
                        Stream.of(new TagChange(
                                step.build().buildId().tag(),
                                Optional.of(step.build().digest()))),
                        step.now().entrySet().stream().map(tag -> new TagChange(tag.getKey(), tag.getValue())))
                .toList();
    }

    private static TagChange change(TagMove move) {
        return new TagChange(move.tag(), move.before());
    }

    private RollbackResult result(
            RollbackRequest request, RollbackPlan plan, Outcome outcome, Instant started, Map<Step, Digest> records) {
        List<Returned> images = plan.steps().stream()
                .map(step -> new Returned(
                        step.registry(),
                        step.repository().name(),
                        step.reference(),
                        step.from(),
                        step.build().digest(),
                        step.build().buildId(),
                        step.build().gav(),
                        step.moves().stream().map(Rollback::change).toList(),
                        Optional.ofNullable(records.get(step))))
                .toList();
        return new RollbackResult(plan.environment(), outcome, started, clock.instant(), request.reason(), images);
    }
}
