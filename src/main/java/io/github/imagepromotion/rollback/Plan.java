package io.github.imagepromotion.rollback;

import io.github.imagepromotion.promotion.tagging.TagMove;
import java.util.List;

/**
 * All that goes back.
 *
 * @param environment its id
 * @param steps each image in each registry
 */
record Plan(String environment, List<Step> steps) {
    Plan {
        steps = List.copyOf(steps);
    }

    List<TagMove> moves() {
        return steps.stream().flatMap(step -> step.moves().stream()).toList();
    }
}
