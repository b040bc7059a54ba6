package io.github.imagepromotion.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved. */
public final class MovableClock extends Clock {
    private Instant now;

    /** @param now what it shows */
    public MovableClock(Instant now) {
        this.now = now;
    }

    /** @param time by which it is put forward */
    public void move(Duration time) {
        now = now.plus(time);
    }

    /** @param time that it shows now */
    public void set(Instant time) {
        now = time;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
