package io.github.imagepromotion.rollback;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.promotion.NotDeployedException;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.PromotionEvent;
import io.github.imagepromotion.promotion.PromotionEvent.Completed;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.promotion.PromotionEvent.Planned;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.Target;
import io.github.imagepromotion.promotion.Target.TagState;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import io.github.imagepromotion.rollback.RollbackRequest.Images;
import io.github.imagepromotion.rollback.RollbackRequest.Undone;
import io.github.imagepromotion.rollback.RollbackResult.Outcome;
import io.github.imagepromotion.rollback.RollbackResult.Returned;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a promotion whose environment asks for that: if the running service does not report in time what was promoted,
 * the moving tags return to where they pointed before, unless another promotion or rollback has moved one of them since,
 * even if it names the same image again. The goal fails in any case.
 *
 * <p>Only the call that moved the tags knows where they pointed. A later call, which finds them moved, asks the service
 * again, and leaves the rollback to a person.
 */
public final class RollbackOnFailure implements PromotionListener {
    private static final int MOST_TAGS = 8;

    private final RegistryOpener opener;
    private final PromotionListener notifier;
    private final Consumer<RollbackResult> log;
    private final Clock clock;
    private final Requests requests;
    private final Map<String, Plan> plans = new ConcurrentHashMap<>();
    private final Map<String, PromotionResult> results = new ConcurrentHashMap<>();

    /** Completes a request with what the caller knows: keys, how it is recorded, limits. */
    @FunctionalInterface
    public interface Requests {
        /**
         * @param images of one configuration of the environment
         * @param reason for the record
         * @param undone what the promotion did to them
         * @return the request
         * @throws IOException if a key cannot be read
         */
        RollbackRequest of(Images images, String reason, Map<String, Undone> undone) throws IOException;
    }

    /**
     * @param opener opens the environment's registries
     * @param notifier asks the running service, and tells others of the rollback as of the promotion
     * @param log told the plan and the result, as by {@link Rollback}
     * @param clock gives the times of records
     * @param requests makes the requests
     */
    public RollbackOnFailure(
            RegistryOpener opener,
            PromotionListener notifier,
            Consumer<RollbackResult> log,
            Clock clock,
            Requests requests) {
        this.opener = opener;
        this.notifier = notifier;
        this.log = log;
        this.clock = clock;
        this.requests = requests;
    }

    @Override
    public void on(PromotionEvent event) throws IOException {
        if (event instanceof Planned planned) {
            plans.put(planned.plan().environment(), planned.plan());
        } else if (event instanceof Completed completed) {
            results.put(completed.result().environment(), completed.result());
        }
        try {
            notifier.on(event);
        } catch (NotDeployedException e) {
            @Nullable Plan plan = plans.get(e.environment());
            @Nullable PromotionResult result = results.get(e.environment());
            if (event instanceof Ended && e.rollsBack() && plan != null && result != null) {
                throw undo(plan, result, e);
            }
            throw e;
        }
    }

    /** {@return the failure of the goal, which says what is where now} */
    private ImageException undo(Plan plan, PromotionResult result, NotDeployedException failure) throws IOException {
        ImageException thrown = new ImageException(outcome(plan, result, failure));
        List.of(failure.getSuppressed()).forEach(thrown::addSuppressed);
        return thrown;
    }

    private Message outcome(Plan plan, PromotionResult promotion, NotDeployedException failure) throws IOException {
        Message promoted = Message.of("Promoted to '" + plan.environment() + "', ");
        if (plan.targets().stream().allMatch(target -> target.tagsToSet().isEmpty())) {
            return promoted.and("by an earlier call, and this is not undone, but ")
                    .and(failure.finding())
                    .and(".")
                    .because(UndoReason.NOT_OURS);
        }
        if (plan.targets().stream().map(target -> undone(target, promotion)).allMatch(Undone::isFirst)) {
            return promoted.and("and this is not undone, since nothing was there before to go back to, but ")
                    .and(failure.finding())
                    .and(".")
                    .because(UndoReason.FIRST);
        }
        List<RollbackResult> done = new ArrayList<>();
        try {
            new Rollback(
                            opener,
                            result -> {
                                log.accept(result);
                                if (result.outcome() != Outcome.PLANNED) {
                                    done.add(result);
                                }
                            },
                            clock,
                            notifier)
                    .run(requests(plan, promotion, "check 'deployed' failed: " + failure.finding()));
        } catch (ImageException | IOException e) {
            failure.addSuppressed(e);
            Message why = Message.of(e).sentence();
            return done.isEmpty()
                    ? promoted.and("but ")
                            .and(failure.finding())
                            .and("; and it could not be rolled back: ")
                            .and(why)
                            .and(" " + whereabouts(plan))
                            .because(UndoReason.FAILED)
                    : promoted.and(returned(done))
                            .and(failure.finding())
                            .and(". But then: ")
                            .and(why);
        }
        return promoted.and(returned(done)).and(failure.finding()).and(".").because(UndoReason.UNDONE);
    }

    private static String returned(List<RollbackResult> done) {
        List<String> all = done.stream()
                .flatMap(result -> result.images().stream())
                .map(Returned::reference)
                .toList();
        int named = Math.min(all.size(), MOST_TAGS);
        String more = named < all.size() ? " and " + (all.size() - named) + " more" : "";
        return "and rolled back to " + String.join(", ", all.subList(0, named)) + more + ", since ";
    }

    private List<RollbackRequest> requests(Plan plan, PromotionResult promotion, String reason) throws IOException {
        Map<Images, List<Target>> parts = new LinkedHashMap<>();
        for (Target target : plan.targets()) {
            Images same = new Images(target.environment(), target.candidate().environments(), List.of());
            parts.computeIfAbsent(same, key -> new ArrayList<>()).add(target);
        }
        List<RollbackRequest> all = new ArrayList<>();
        for (Map.Entry<Images, List<Target>> part : parts.entrySet()) {
            Map<String, Undone> undone = new LinkedHashMap<>();
            part.getValue().forEach(target -> undone.put(target.repository().displayName(), undone(target, promotion)));
            List<RepositoryName> names = part.getValue().stream()
                    .map(target -> target.candidate().repository(target.environment()))
                    .distinct()
                    .toList();
            Images same = part.getKey();
            all.add(requests.of(new Images(same.environment(), same.environments(), names), reason, undone));
        }
        return all;
    }

    private static Undone undone(Target target, PromotionResult promotion) {
        return new Undone(
                target.candidate().identity().buildId(),
                target.candidate().digest(),
                target.tags().stream()
                        .map(state -> new TagChange(state.tag(), state.before()))
                        .toList(),
                promotion.started(),
                promotion.finished());
    }

    /** {@return where each moving tag points after a failed rollback, as far as the registries respond} */
    private String whereabouts(Plan plan) {
        List<String> all = plan.targets().stream()
                .flatMap(target -> target.tags().stream().skip(1).map(state -> whereabouts(target, state)))
                .toList();
        String rest = all.size() > MOST_TAGS ? ", and " + (all.size() - MOST_TAGS) + " more tags" : "";
        return all.stream().limit(MOST_TAGS).collect(Collectors.joining(", ", "Now ", rest + "."));
    }

    private static String whereabouts(Target target, TagState state) {
        String name = "'" + target.repository().displayName() + ":" + state.tag() + "' ";
        try {
            Optional<Digest> now = target.repository().resolve(state.tag()).map(image -> image.digest());
            if (now.equals(Optional.of(target.candidate().digest()))) {
                return name + "names what was promoted";
            }
            return name
                    + (now.equals(state.before())
                            ? "names what it named before"
                            : "names " + now.map(Digest::toString).orElse("nothing"));
        } catch (ImageException | IOException e) {
            return name + "cannot be read";
        }
    }

    /** Why a promotion was undone, or stays. */
    public enum UndoReason implements Reason {
        /** The tags are back. */
        UNDONE,
        /** An earlier call moved the tags. */
        NOT_OURS,
        /** Nothing was promoted before. */
        FIRST,
        /** Nothing, or not everything, is back. */
        FAILED
    }
}
