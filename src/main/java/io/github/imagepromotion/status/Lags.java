package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.status.Holding.Lag;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes how far an environment is behind the preceding one. */
final class Lags {
    private Lags() {}

    /**
     * @param before the preceding environment; its current build is known
     * @param here the build of the environment that is behind
     * @param all whether all builds between the two were examined there
     * @return empty if {@code here} is not among the examined builds, or came to the preceding environment after its
     *     current one, which it was rolled back to
     */
    static Optional<Lag> between(Holding before, Build here, boolean all) {
        List<Build> builds = byFirstPromotion(before);
        int own = position(builds, here);
        int current = position(builds, before.current().orElseThrow());
        if (isSame(before.current().get(), here)) {
            return Optional.of(new Lag(before.environment(), 0, false, Optional.of(Duration.ZERO)));
        }
        if (own < current || current < 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Lag(before.environment(), own - current, !all, time(builds.get(own), builds.get(current))));
    }

    /** A rollback, or a promotion once more, makes no build newer: the first promotion tells. */
    private static List<Build> byFirstPromotion(Holding before) {
        if (before.current().flatMap(Build::promotion).isEmpty()) {
            return before.builds();
        }
        Map<BuildId, Instant> first = new HashMap<>();
        before.promotions()
                .forEach(each ->
                        first.merge(each.buildId(), each.at(), (one, other) -> one.isBefore(other) ? one : other));
        return before.builds().stream()
                .sorted(Comparator.comparing(
                                (Build build) -> build.buildId()
                                        .map(id -> first.getOrDefault(id, Instant.MIN))
                                        .orElse(Instant.MIN),
                                Comparator.reverseOrder())
                        .thenComparing(build -> build.buildId().orElseThrow(), BuildOrder.NEWEST_FIRST))
                .toList();
    }

    private static int position(List<Build> builds, Build wanted) {
        for (int i = 0; i < builds.size(); i++) {
            if (isSame(builds.get(i), wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(Build one, Build other) {
        Optional<BuildId> id = one.buildId();
        return one.digest().equals(other.digest()) && id.equals(other.buildId());
    }

    private static Optional<Duration> time(Build earlier, Build later) {
        return earlier.promotion().flatMap(first -> later.promotion()
                .map(second -> Duration.between(first.at(), second.at()))
                .filter(time -> !time.isNegative()));
    }
}
