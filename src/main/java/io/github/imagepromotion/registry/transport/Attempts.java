package io.github.imagepromotion.registry.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The attempts of one operation, counted by a {@link RetryPolicy}. Not thread-safe. */
public final class Attempts {
    private final RetryPolicy policy;
    private final String what;
    private int failures;
    private Instant since;

    Attempts(RetryPolicy policy, String what) {
        this.policy = policy;
        this.what = what;
        this.since = policy.budget().now();
    }

    /** Reports progress: earlier failures and their time no longer count. */
    public void progressed() {
        failures = 0;
        since = policy.budget().now();
    }

    /** {@return the number of attempts that failed in a row} */
    public int failures() {
        return failures;
    }

    /**
     * Waits, if the failure is transient.
     *
     * @param response of the attempt
     * @return whether to retry: the status is a transient one, and retries are left
     */
    public boolean again(Response response) throws InterruptedIOException {
        if (!RetryPolicy.isTransient(response.status())) {
            return false;
        }
        return pause(String.valueOf(response.status()), policy.retryAfter(response));
    }

    /**
     * Waits, if the failure is transient.
     *
     * @param failure of the attempt
     * @return whether to retry: the failure may be transient, and retries are left
     */
    public boolean again(IOException failure) throws InterruptedIOException {
        return !isPermanent(failure) && pause(failure.getClass().getSimpleName(), Optional.empty());
    }

    /**
     * Waits, if retries are left.
     *
     * @param why the attempt failed
     * @return whether to retry
     */
    public boolean again(String why) throws InterruptedIOException {
        return pause(why, Optional.empty());
    }

    private boolean pause(String why, Optional<Duration> retryAfter) throws InterruptedIOException {
        failures++;
        if (failures >= policy.attempts()) {
            return false;
        }
        Duration wait = policy.delay(failures, retryAfter);
        if (!policy.budget().take(what, why, wait, since)) {
            return false;
        }
        policy.pause().of(wait, "waiting to try again");
        return true;
    }

    private static boolean isPermanent(IOException failure) {
        if (failure instanceof UnknownHostException) {
            // EAI_AGAIN of the resolver, which the JDK reports only as text.
            return !String.valueOf(failure.getMessage()).contains("Temporary failure");
        }
        if (failure instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            return true;
        }
        if (failure instanceof ProxyException refusal) {
            return refusal.isPermanent();
        }
        return failure instanceof SourceException || (Tls.isSpoken(failure) && !Tls.brokeOff(failure));
    }
}
