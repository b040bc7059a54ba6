package io.github.imagepromotion.image;

import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Waits, and defines how interrupts are handled everywhere: the call must end. The thread stays interrupted, and an
 * {@link InterruptedIOException} is thrown, which is never retried.
 */
@FunctionalInterface
public interface Pause {
    /** Sleeps. */
    Pause SLEEP = time -> Thread.sleep(time.toMillis());

    /**
     * @param time duration
     * @throws InterruptedException if the thread is interrupted
     */
    void sleep(Duration time) throws InterruptedException;

    /**
     * @param time duration
     * @param doing what is waited for, text that follows "interrupted while"
     * @throws InterruptedIOException if the thread is interrupted
     */
    default void of(Duration time, String doing) throws InterruptedIOException {
        try {
            sleep(time);
        } catch (InterruptedException e) {
            throw interrupted(doing, e);
        }
    }

    /** A wait with a time-out. */
    @FunctionalInterface
    interface Wait {
        /** {@return whether it ended before the time-out} */
        boolean await() throws InterruptedException;
    }

    /**
     * Waits where no exception may be thrown, such as in {@code close}: an interrupt ends the wait, and the thread
     * stays interrupted.
     *
     * @return the result; {@code false} if the thread is interrupted
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
     * @param doing what was waited for, text that follows "interrupted while"
     * @param cause the caught exception
     * @return the exception to throw
     */
    static InterruptedIOException interrupted(String doing, InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while " + doing);
        interrupted.initCause(cause);
        return interrupted;
    }
}
