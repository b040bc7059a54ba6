package io.github.imagepromotion.faults.proxy;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** A registry that is far away: each request, and each answer, takes a while. */
public final class Latency implements Traffic {
    private final Supplier<Duration> oneWay;
    private final Function<Head, Duration> more;

    /**
     * @param oneWay from here to there, and back again
     * @param more before a request arrives
     */
    public Latency(Supplier<Duration> oneWay, Function<Head, Duration> more) {
        this.oneWay = oneWay;
        this.more = more;
    }

    /** {@return the same for every request} */
    public static Latency of(Duration oneWay) {
        return new Latency(() -> oneWay, request -> Duration.ZERO);
    }

    @Override
    public void requested(Head request) {
        sleep(oneWay.get().plus(more.apply(request)));
    }

    @Override
    public void answered(Head request, int status) {
        sleep(oneWay.get());
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
