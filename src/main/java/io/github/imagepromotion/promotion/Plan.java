package io.github.imagepromotion.promotion;

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
}
