package io.github.imagepromotion.promotion.gate;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Pause {
    /** Sleeps. */
    Pause SLEEP = time -> Thread.sleep(time.toMillis());

    /** @throws InterruptedException if the call is to end */
    void of(Duration time) throws InterruptedException;
}
