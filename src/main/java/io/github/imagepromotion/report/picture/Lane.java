package io.github.imagepromotion.report.picture;

import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Promotion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One environment's registry over time.
 *
 * @param holding the place
 * @param tenures the newest first
 * @param moved whether the newest is there although no record says so: somebody moved a tag by hand
 */
record Lane(Holding holding, List<Tenure> tenures, boolean moved) {

    static Lane of(Holding holding) {
        List<Tenure> tenures = recorded(holding.promotions());
        Optional<Tenure> current = holding.current().map(Lane::sinceUnknown);
        boolean moved =
                current.isPresent() && (tenures.isEmpty() || !tenures.get(0).isOf(current.get()));
        if (moved) {
            tenures.add(0, current.get());
        }
        return new Lane(
                holding, List.copyOf(tenures), moved && !holding.promotions().isEmpty());
    }

    private static Tenure sinceUnknown(Build build) {
        return new Tenure(build.buildId(), build.digest(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Who promotes a build again where it is already changes nothing. */
    private static List<Tenure> recorded(List<Promotion> newestFirst) {
        List<Tenure> tenures = new ArrayList<>();
        Optional<Instant> until = Optional.empty();
        for (Promotion promotion : newestFirst) {
            Tenure tenure = Tenure.of(promotion, until);
            int last = tenures.size() - 1;
            if (last >= 0 && tenures.get(last).isOf(tenure)) {
                tenures.set(last, Tenure.of(promotion, tenures.get(last).until()));
            } else {
                tenures.add(tenure);
            }
            until = Optional.of(promotion.at());
        }
        return tenures;
    }

    /** Where a build was, when it was taken from here to somewhere else at that time: the last tenure that had begun. */
    Optional<Tenure> source(Tenure arrived) {
        Instant at = arrived.from().orElseThrow();
        return tenures.stream()
                .filter(tenure -> tenure.isOf(arrived))
                .filter(tenure -> tenure.from().filter(at::isBefore).isEmpty())
                .findFirst();
    }
}
