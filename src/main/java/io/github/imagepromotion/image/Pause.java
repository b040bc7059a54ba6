package io.github.imagepromotion.image;

import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Lets time pass, and says what an interrupt means wherever something is waited for: the call is to end. The thread stays
 * interrupted, and {@link InterruptedIOException} is thrown, which nobody takes for a reason to try again.
 */
@FunctionalInterface
public interface Pause {
    /** Sleeps. */
    Pause SLEEP = time -> Thread.sleep(time.toMillis());

    /**
     * @param time to let pass
     * @throws InterruptedException if the thread is interrupted
     */
    void sleep(Duration time) throws InterruptedException;

    /**
     * @param time to let pass
     * @param doing what is waited for, after "interrupted while"
     * @throws InterruptedIOException if the thread is interrupted
     */
    default void of(Duration time, String doing) throws InterruptedIOException {
        try {
            sleep(time);
        } catch (InterruptedException e) {
            throw interrupted(doing, e);
        }
    }

    /**
     * @param doing what was waited for, after "interrupted while"
     * @param cause that was caught
     * @return to be thrown
     */
    static InterruptedIOException interrupted(String doing, InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while " + doing);
        interrupted.initCause(cause);
        return interrupted;
    }
}
