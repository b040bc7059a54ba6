package io.github.imagepromotion.report.history;

import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Promotion;
import java.util.List;
import java.util.Optional;

/**
 * A build in an environment.
 *
 * @param holding the place
 * @param build as it is there
 * @param current whether it is the one that the environment runs
 */
public record Presence(Holding holding, Build build, boolean current) {

    /** {@return the rollback that took the environment away from the build, where it has not come again since} */
    public Optional<Promotion> rolledBackBy() {
        List<Promotion> newestFirst = holding.promotions();
        for (int i = 1; i < newestFirst.size(); i++) {
            if (isOfThis(newestFirst.get(i))) {
                return Optional.of(newestFirst.get(i - 1)).filter(after -> after.rollback() && !current);
            }
        }
        return Optional.empty();
    }

    private boolean isOfThis(Promotion promotion) {
        return build.digest().equals(promotion.digest()) && build.buildId().equals(Optional.of(promotion.buildId()));
    }
}
