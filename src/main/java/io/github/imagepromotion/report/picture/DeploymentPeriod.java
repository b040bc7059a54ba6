package io.github.imagepromotion.report.picture;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.status.Promotion;
import java.time.Instant;
import java.util.Optional;

/**
 * The time that an environment ran a build.
 *
 * @param buildId of the build; empty for an image that no BuildId names
 * @param digest of its image
 * @param from when it came; empty if no record tells
 * @param until when another one came; empty if it is still there
 * @param rollback by which it came; empty if it came by none
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
