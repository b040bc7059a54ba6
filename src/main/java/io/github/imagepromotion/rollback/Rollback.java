package io.github.imagepromotion.rollback;

import io.github.imagepromotion.environment.Reporting;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.promotion.EnvironmentChange;
import io.github.imagepromotion.promotion.PromotionEvent.BeforeTags;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.tagging.TagLock;
import io.github.imagepromotion.promotion.tagging.TagMove;
import io.github.imagepromotion.promotion.tagging.Tagging;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import io.github.imagepromotion.rollback.RollbackPlanner.RollbackPlan;
import io.github.imagepromotion.rollback.RollbackResult.Outcome;
import io.github.imagepromotion.rollback.RollbackResult.Returned;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rolls an environment back to earlier builds: all images, or none. */
public final class Rollback {
    private final RegistryOpener opener;
    private final Consumer<RollbackResult> log;
    private final Clock clock;
    private final PromotionListener listener;

    /**
     * @param opener opens the environment's registries
     * @param log receives the plan, with outcome {@code planned}, and then the result after read-back
     * @param clock source of the times in records
     * @param listener receives the events of the rollback
     */
    public Rollback(RegistryOpener opener, Consumer<RollbackResult> log, Clock clock, PromotionListener listener) {
        this.opener = opener;
        this.log = log;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * @param request what to roll back
     * @return what was done, or in a dry run what would be
     * @throws ImageException if an image cannot be rolled back or another promotion ran meanwhile, in both cases with
     *     no tag set; or if a registry refuses
     * @throws IOException on an error of the disk or an unexpected answer
     */
    public RollbackResult run(RollbackRequest request) throws IOException {
        return run(List.of(request));
    }

    /**
     * As {@link #run(RollbackRequest)}, for a set whose images do not all have the same configuration of the environment:
     * all are rolled back, or none.
     *
     * @param requests one for each configuration of one environment; they differ in nothing else but images and keys
     * @return what was done to all of them
     * @throws ImageException as above
     * @throws IOException as above
     */
    public RollbackResult run(List<RollbackRequest> requests) throws IOException {
        Instant started = clock.instant();
        RollbackRequest request = requests.get(0);
        Unfinished unfinished = Unfinished.read(
                request.records().stateDirectory(), request.environment().id());
        List<RollbackStep> steps = List.of();
        boolean done = false;
        try (OpenRegistries registries = new OpenRegistries(opener)) {
            RollbackPlanner planner = new RollbackPlanner(registries, requests, unfinished);
            RollbackPlan plan = planner.plan();
            RollbackResult planned = result(request, plan, Outcome.PLANNED, started, Map.of());
            log.accept(planned);
            if (request.dryRun()) {
                return planned;
            }
            steps = plan.steps();
            List<RollbackStep> due = steps.stream().filter(Rollback::isDue).toList();
            requireRecordable(due, request.parallelism());
            listener.on(new BeforeTags(changes(requests, steps, Optional.empty())));
            unfinished.remember(plan);
            Map<RollbackStep, Digest> records = setTags(request, planner, plan, due);
            unfinished.forget();
            done = true;
            RollbackResult result =
                    result(request, plan, due.isEmpty() ? Outcome.UNCHANGED : Outcome.ROLLED_BACK, started, records);
            log.accept(result);
            listener.on(new Ended(changes(requests, steps, Optional.empty())));
            return result;
        } catch (ImageException | IOException e) {
            if (!done && !request.dryRun()) {
                tellFailure(requests, steps, e);
            }
            throw e;
        }
    }

    private static void requireRecordable(List<RollbackStep> due, int parallelism) throws IOException {
        Parallel.forEach(due.stream().filter(Rollback::isRecorded).toList(), parallelism, step -> new Ledger(
                        step.repository(), parallelism)
                .requireRecordable(
                        step.build().digest(), step.request().records().attester()));
    }

    /** Moves the tags, reads them back, and attaches the records while the repositories are locked. */
    private Map<RollbackStep, Digest> setTags(
            RollbackRequest request, RollbackPlanner planner, RollbackPlan plan, List<RollbackStep> due)
            throws IOException {
        TagLock lock = new TagLock(holder(request), clock);
        try (Tagging tagging = new Tagging(plan.buildIdTags(), plan.moving(), lock, request.retryBudget())) {
            tagging.set(() -> planner.requireSame(plan));
            tagging.readBack();
            return record(due, request.parallelism());
        }
    }

    /** A failure to report the failure must not replace its cause. */
    private void tellFailure(List<RollbackRequest> requests, List<RollbackStep> steps, Exception reason) {
        try {
            listener.on(new Ended(changes(requests, steps, Optional.of(Message.of(reason)))));
        } catch (ImageException | IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** {@return the changes, one for all images unless their environments tell others, as for a promotion} */
    private static List<EnvironmentChange> changes(
            List<RollbackRequest> requests, List<RollbackStep> steps, Optional<Message> failure) {
        Map<Reporting, List<RollbackRequest>> byReceivers = new LinkedHashMap<>();
        requests.forEach(request -> byReceivers
                .computeIfAbsent(request.environment().reporting(), key -> new ArrayList<>())
                .add(request));
        return byReceivers.values().stream()
                .map(same -> change(
                        same.get(0),
                        steps.stream()
                                .filter(step -> same.contains(step.request()))
                                .toList(),
                        failure))
                .toList();
    }

    private static EnvironmentChange change(
            RollbackRequest request, List<RollbackStep> steps, Optional<Message> failure) {
        boolean isUndone = !request.purpose().undone().isEmpty();
        boolean changed = steps.stream()
                        .anyMatch(step -> isUndone ? isDue(step) : !step.moves().isEmpty())
                || request.environment().movingTags().isEmpty();
        return new EnvironmentChange(
                request.environment(),
                EnvironmentChange.Kind.ROLLBACK,
                steps.stream().map(RollbackStep::announced).toList(),
                failure,
                changed);
    }

    /**
     * Whether a record is due: if tags move, if an interrupted call moved them, or if the environment has no record.
     */
    private static boolean isDue(RollbackStep step) {
        return !step.moves().isEmpty()
                || step.unrecorded()
                || step.request().environment().movingTags().isEmpty();
    }

    /** {@return the lock holder's name, shown to those who wait} */
    private static String holder(RollbackRequest request) {
        return "a rollback"
                + request.records().by().user().map(user -> " by " + user).orElse("");
    }

    private Map<RollbackStep, Digest> record(List<RollbackStep> due, int parallelism) throws IOException {
        Map<RollbackStep, Digest> written = new ConcurrentHashMap<>();
        List<RollbackStep> recorded = due.stream().filter(Rollback::isRecorded).toList();
        Parallel.forEach(recorded, parallelism, step -> {
            try {
                Ledger ledger = new Ledger(step.repository(), parallelism);
                Attester attester = step.request().records().attester();
                List<Digest> follows = ledger.recordIds(step.build().digest(), attester.form(), List.of());
                written.put(
                        step,
                        ledger.add(record(step, follows), step.image().top().plain(), attester));
            } catch (ImageException e) {
                throw new ImageException(
                        Message.of("'" + step.repository().displayName() + "' is rolled back to build '"
                                        + step.build().buildId()
                                        + "' and its tags are set, but this could not be recorded: ")
                                .and(e)
                                .and(" Run image:rollback again: it adds the record."),
                        e);
            }
        });
        Parallel.forEach(recorded, parallelism, step -> step.repository().awaitReferrers());
        return written;
    }

    private static boolean isRecorded(RollbackStep step) {
        return !step.request().environment().trust().withoutRecords();
    }

    private PromotionRecord record(RollbackStep step, List<Digest> follows) {
        RollbackRequest request = step.request();
        RecordSettings settings = request.records();
        PastBuilds.KnownBuild build = step.build();
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
                Optional.of(new PromotionRecord.RollbackReason(request.purpose().reason())),
                follows,
                Optional.of(request.images().environments().source()));
    }

    private static List<TagChange> changes(RollbackStep step) {
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
            RollbackRequest request,
            RollbackPlan plan,
            Outcome outcome,
            Instant started,
            Map<RollbackStep, Digest> records) {
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
        return new RollbackResult(
                plan.environment(),
                outcome,
                started,
                clock.instant(),
                request.purpose().reason(),
                images);
    }
}
