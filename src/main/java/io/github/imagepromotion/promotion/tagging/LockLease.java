package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.manifest.Manifest;
import java.time.Duration;

/**
 * Our own note in one repository.
 *
 * @param note its digest
 * @param held whether it claims the lock, or only requests it
 * @param since time just before it was written, in nanoseconds
 * @param reliance how long after that we rely on it, in nanoseconds
 * @param untilTrusted time until it is trusted; zero if the repository compares and swaps
 */
record LockLease(Digest note, boolean held, long since, long reliance, Duration untilTrusted) {

    /** @param abandonment time after which others may take the lock, as the note says */
    static LockLease of(Manifest note, boolean held, long since, Duration abandonment, Duration untilTrusted) {
        long reliance = LockTimes.reliance(abandonment).toNanos();
        return new LockLease(note.descriptor().digest(), held, since, reliance, untilTrusted);
    }

    /** {@return whether the note still holds for everyone} */
    boolean isReliable() {
        return System.nanoTime() - since < reliance;
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
