package io.github.imagepromotion.rollback;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.PromotionRecord;

/**
 * A build that was in the environment.
 *
 * @param buildId of it
 * @param digest of its image
 * @param gav the project that built it
 */
record KnownBuild(BuildId buildId, Digest digest, Coordinates gav) {

    static KnownBuild of(PromotionRecord record) {
        return new KnownBuild(record.buildId(), record.digest(), record.gav());
    }
}
