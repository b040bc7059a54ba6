package io.github.imagepromotion.rollback;

import io.github.imagepromotion.promotion.tagging.TagMove;
import java.util.List;

/**
 * All that goes back.
 *
 * @param environment its id
 * @param steps each image in each registry
 */
record RollbackPlan(String environment, List<RollbackStep> steps) {
    RollbackPlan {
        steps = List.copyOf(steps);
    }

    /** The BuildId tags of the builds that it goes back to. */
    List<TagMove> numbers() {
        return steps.stream().map(RollbackStep::number).toList();
    }

    /** The moving tags of the environment. */
    List<TagMove> moving() {
        return steps.stream().flatMap(step -> step.moving().stream()).toList();
    }
}
