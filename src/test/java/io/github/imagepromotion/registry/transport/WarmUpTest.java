package io.github.imagepromotion.registry.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmUpTest {

    static Stream<Supplier<Thread>> parts() {
        return Stream.of(WarmUp::http, WarmUp::tls);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void itEndsWithoutAWordAlthoughNobodyListens(Supplier<Thread> part) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();

        Thread thread = part.get();
        thread.setUncaughtExceptionHandler((any, thrown) -> failure.set(thrown));
        thread.join(Duration.ofSeconds(30).toMillis());

        assertThat(thread.isAlive()).isFalse();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(failure).hasNullValue();
    }
}
