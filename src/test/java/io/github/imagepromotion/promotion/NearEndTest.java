package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NearEndTest {
    private final AtomicInteger noticed = new AtomicInteger();

    @Test
    void reachedWhenMuchIsLeftSaysNothing() {
        NearEnd end = new NearEnd(1_000_000_000_000_000L, noticed::incrementAndGet);
        end.new Part().reached(1);
        end.new Part().reached(1_000);
        assertThat(noticed).hasValue(0);
    }

    @Test
    void reachedWhenAllHasArrivedSaysSoOnce() {
        NearEnd end = new NearEnd(1_000, noticed::incrementAndGet);
        end.new Part().reached(600);
        end.new Part().reached(400);
        end.reached();
        assertThat(noticed).hasValue(1);
    }

    @Test
    void reachedWhenABlobIsSentAgainCountsItOnce() {
        NearEnd end = new NearEnd(2_000_000_000_000_000L, noticed::incrementAndGet);
        NearEnd.Part part = end.new Part();
        part.reached(1_000);
        part.reached(10);
        part.reached(1_000);
        assertThat(noticed).hasValue(0);
    }
}
