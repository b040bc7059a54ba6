package io.github.imagepromotion.promotion;

import io.github.imagepromotion.promotion.tagging.TagMove;
import java.util.List;

/**
 * What promoting the set to one environment takes, found out by reading only.
 *
 * @param environment the id of the environment the set goes to
 * @param targets each image in each of the environment's registries
 */
public record Plan(String environment, List<Target> targets) {
    public Plan {
        targets = List.copyOf(targets);
    }

    /** @return whether nothing has to be written */
    public boolean isDone() {
        return targets.stream().allMatch(Target::isDone);
    }

    /** @return bytes that are not there yet; what can be mounted is in them */
    public long missingBytes() {
        return targets.stream().mapToLong(Target::missingBytes).sum();
    }

    /** The BuildId tags that are not there yet. */
    List<TagMove> numbersToSet() {
        return targets.stream()
                .filter(target -> !target.isPresent())
                .map(target -> target.move(target.tags().get(0)))
                .toList();
    }

    /** The moving tags that point elsewhere, or nowhere. */
    List<TagMove> tagsToMove() {
        return targets.stream()
                .flatMap(target -> target.tagsToSet().stream()
                        .filter(state -> !state.equals(target.tags().get(0)))
                        .map(target::move))
                .toList();
    }
}
