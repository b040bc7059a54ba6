package io.github.imagepromotion.report.picture;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Promotion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A registry of an environment over time.
 *
 * @param holding the registry
 * @param periods deployment periods, the latest first
 * @param moved whether no record explains the latest one: the tag was moved by other means than a promotion
 */
record Lane(Holding holding, List<DeploymentPeriod> periods, boolean moved) {

    static Lane of(Holding holding) {
        List<DeploymentPeriod> periods = recorded(holding.promotions());
        Optional<DeploymentPeriod> current = holding.current().map(Lane::sinceUnknown);
        boolean moved =
                current.isPresent() && (periods.isEmpty() || !periods.get(0).isOf(current.get()));
        if (moved) {
            periods.add(0, current.get());
        }
        return new Lane(
                holding, List.copyOf(periods), moved && !holding.promotions().isEmpty());
    }

    private static DeploymentPeriod sinceUnknown(Build build) {
        return new DeploymentPeriod(
                build.buildId(), build.digest(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Promoting the current build again does not begin a new period. */
    private static List<DeploymentPeriod> recorded(List<Promotion> newestFirst) {
        List<DeploymentPeriod> periods = new ArrayList<>();
        Optional<Instant> until = Optional.empty();
        for (Promotion promotion : newestFirst) {
            DeploymentPeriod period = DeploymentPeriod.of(promotion, until);
            int last = periods.size() - 1;
            if (last >= 0 && periods.get(last).isOf(period)) {
                periods.set(
                        last, DeploymentPeriod.of(promotion, periods.get(last).until()));
            } else {
                periods.add(period);
            }
            until = Optional.of(promotion.at());
        }
        return periods;
    }

    /** {@return the build that was here when it was promoted from here at that time: the last period begun by then} */
    Optional<DeploymentPeriod> source(DeploymentPeriod arrived) {
        Instant at = arrived.from().orElseThrow();
        return periods.stream()
                .filter(period -> period.isOf(arrived))
                .filter(period -> period.from().filter(at::isBefore).isEmpty())
                .findFirst();
    }

    /**
     * The time during which an environment ran a build.
     *
     * @param buildId the BuildId; empty if no BuildId tag points to the image
     * @param digest digest of its image
     * @param from when it was promoted; empty if there is no record
     * @param until when another one was promoted; empty if it is current
     * @param rollback the rollback to it; empty if it was a promotion
     */
    record DeploymentPeriod(
            Optional<BuildId> buildId,
            Digest digest,
            Optional<Instant> from,
            Optional<Instant> until,
            Optional<Promotion> rollback) {

        boolean isOf(DeploymentPeriod other) {
            return buildId.equals(other.buildId) && digest.equals(other.digest);
        }

        boolean contains(Instant time) {
            return from.filter(time::isBefore).isEmpty()
                    && until.filter(end -> !end.isAfter(time)).isEmpty();
        }

        static DeploymentPeriod of(Promotion promotion, Optional<Instant> until) {
            return new DeploymentPeriod(
                    Optional.of(promotion.buildId()),
                    promotion.digest(),
                    Optional.of(promotion.at()),
                    until,
                    Optional.of(promotion).filter(Promotion::rollback));
        }

        String name() {
            return buildId.map(BuildId::toString).orElseGet(digest::abbreviated);
        }
    }
}
