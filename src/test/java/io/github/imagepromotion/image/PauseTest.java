package io.github.imagepromotion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PauseTest {
    @Test
    void ofWhenInterruptedThrowsAndKeepsTheThreadInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Pause.SLEEP.of(Duration.ofHours(1), "tags are set"))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("interrupted while tags are set");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void quietlyWhenInterruptedEndsTheWaitAndKeepsTheThreadInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();

        assertThat(Pause.quietly(() -> never.await(1, TimeUnit.HOURS))).isFalse();

        assertThat(Thread.interrupted()).isTrue();
    }
}
