package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Pause;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Waits for gates that may still pass, for as long as their environments allow. */
final class GateEvaluation {
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Planner planner;
    private final PromotionListener listener;
    private final Clock clock;
    private final Pause pause;
    private final boolean dryRun;

    GateEvaluation(Planner planner, PromotionListener listener, Clock clock, PromotionRequest request) {
        this.planner = planner;
        this.listener = listener;
        this.clock = clock;
        this.pause = request.gates().pause();
        this.dryRun = request.dryRun();
    }

    /** {@return the plans, after waiting; a dry run does not wait} */
    List<Plan> plans() throws IOException {
        Instant begin = clock.instant();
        List<Plan> plans = planner.plan();
        Duration left = left(plans, begin);
        while (!dryRun && !left.isZero()) {
            listener.on(new PromotionEvent.Waiting(plans, left));
            pause(left);
            plans = planner.plan();
            left = left(plans, begin);
        }
        return plans;
    }

    /** {@return all reasons that forbid the plans; if there is one, nothing may be written} */
    static List<Message> refusals(List<Plan> plans) {
        return plans.stream().flatMap(plan -> plan.refusals().stream()).toList();
    }

    /** Remaining time to wait: zero if nothing is refused, or if waiting cannot help. */
    private Duration left(List<Plan> plans, Instant begin) {
        List<Plan> refused =
                plans.stream().filter(plan -> !plan.refusals().isEmpty()).toList();
        if (!refused.stream().allMatch(Plan::mayOpen)) {
            return Duration.ZERO;
        }
        Duration waited = Duration.between(begin, clock.instant());
        return refused.stream()
                .map(plan -> plan.patience().minus(waited))
                .min(Duration::compareTo)
                .filter(time -> !time.isNegative())
                .orElse(Duration.ZERO);
    }

    private void pause(Duration left) throws IOException {
        Duration twentieth = left.dividedBy(20);
        Duration interval = twentieth.compareTo(SHORTEST) < 0 ? SHORTEST : twentieth;
        interval = interval.compareTo(LONGEST) > 0 ? LONGEST : interval;
        pause.of(interval.compareTo(left) > 0 ? left : interval, "waiting for gates");
    }
}
