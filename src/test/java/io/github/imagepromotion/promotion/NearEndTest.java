package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.promotion.PromotionEvent.TransferStarted;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NearEndTest {
    private static final Digest ONE = Digest.sha256(new byte[] {1});
    private static final Digest OTHER = Digest.sha256(new byte[] {2});

    private static final PromotionEvent STARTED = new TransferStarted(new Plan("dev", List.of(), List.of()));

    private final AtomicInteger noticed = new AtomicInteger();

    @Test
    void reachedWhenMuchIsLeftSaysNothing() {
        NearEnd end = new NearEnd(1_000_000_000_000_000L, 1, noticed::incrementAndGet);
        end.reached("shop", ONE, 1);
        end.reached("shop", OTHER, 1_000);
        assertThat(noticed).hasValue(0);
    }

    @Test
    void reachedWhenAllHasArrivedSaysSoOnce() {
        NearEnd end = new NearEnd(1_000, 1, noticed::incrementAndGet);
        end.reached("shop", ONE, 600);
        end.reached("shop", OTHER, 400);
        end.reached("shop", OTHER, 400);
        assertThat(noticed).hasValue(1);
    }

    @Test
    void reachedWhenABlobGoesToTwoTargetsCountsItTwice() {
        NearEnd end = new NearEnd(1_200, 1, noticed::incrementAndGet);
        end.reached("shop", ONE, 600);
        end.reached("other", ONE, 600);
        assertThat(noticed).hasValue(1);
    }

    @Test
    void reachedWhenABlobIsSentAgainCountsItOnce() {
        NearEnd end = new NearEnd(2_000_000_000_000_000L, 1, noticed::incrementAndGet);
        end.reached("shop", ONE, 1_000);
        end.reached("shop", ONE, 10);
        end.reached("shop", ONE, 1_000);
        assertThat(noticed).hasValue(0);
    }

    @Test
    void onWhenTheTransferOfLittleStartsSaysSo() throws IOException {
        NearEnd end = new NearEnd(50_000_000, 1, noticed::incrementAndGet);
        end.on(STARTED);
        assertThat(noticed).hasValue(1);
    }

    @Test
    void onWhenTheTransferOfLittleToManyTargetsStartsSaysNothing() throws IOException {
        NearEnd end = new NearEnd(50_000_000, 100, noticed::incrementAndGet);
        end.on(STARTED);
        assertThat(noticed).hasValue(0);
    }

    @Test
    void manifestsPutWhenThoseOfFewAreLeftSaysSoOnce() {
        NearEnd end = new NearEnd(1_000, 100, noticed::incrementAndGet);
        end.blobsSent();
        for (int i = 0; i < 35; i++) {
            end.manifestsPut();
        }
        assertThat(noticed).hasValue(0);
        for (int i = 0; i < 65; i++) {
            end.manifestsPut();
        }
        assertThat(noticed).hasValue(1);
    }
}
