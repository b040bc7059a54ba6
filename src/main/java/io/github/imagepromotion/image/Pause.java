package io.github.imagepromotion.image;

import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Lets time pass, and defines what an interrupt means wherever the plugin waits: the call has to end. The thread stays
 * interrupted, and an {@link InterruptedIOException} is thrown, which is never a reason to retry.
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

    /** A wait with an upper bound. */
    @FunctionalInterface
    interface Wait {
        /** {@return whether it ended before its bound} */
        boolean await() throws InterruptedException;
    }

    /**
     * Waits where nothing may be thrown, such as in {@code close}: an interrupt ends the wait, and the thread stays
     * interrupted.
     *
     * @return the wait's result, {@code false} if the thread is interrupted
     */
    static boolean quietly(Wait wait) {
        try {
            return wait.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
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
