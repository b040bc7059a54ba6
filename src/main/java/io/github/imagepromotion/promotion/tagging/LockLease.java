package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Digest;
import java.time.Duration;

/**
 * Our own note in one repository.
 *
 * @param note its digest
 * @param held whether it claims the lock, or only requests it
 * @param since time just before it was written, in nanoseconds
 * @param abandonment time after which others may take the lock, as it says
 * @param untilTrusted time until it is trusted; zero if the repository compares and swaps
 */
record LockLease(Digest note, boolean held, long since, Duration abandonment, Duration untilTrusted) {

    /** {@return whether the note still holds for everyone} */
    boolean isReliable() {
        return isYounger(LockTimes.reliance(abandonment));
    }

    /** {@return whether it claims the lock, and still holds for everyone} */
    boolean isClaim() {
        return held && isReliable();
    }

    /** {@return whether it was written less than this time ago} */
    boolean isYounger(Duration age) {
        return System.nanoTime() - since < age.toNanos();
    }
}
