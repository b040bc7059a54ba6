package io.github.imagepromotion.registry.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HeadStartTest {

    @Test
    void beginWhenNobodyListensEndsWithoutAWord() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();

        Thread thread = HeadStart.begin(true);
        thread.setUncaughtExceptionHandler((any, thrown) -> failure.set(thrown));
        thread.join(Duration.ofSeconds(30).toMillis());

        assertThat(thread.isAlive()).isFalse();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(failure).hasNullValue();
    }
}
