package io.github.imagepromotion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private static final List<Integer> THINGS = IntStream.range(0, 200).boxed().toList();

    @Test
    void mapWhenTheFirstTakesLongestGivesTheResultsInOrder() throws IOException {
        CountDownLatch others = new CountDownLatch(3);

        List<Integer> squares = Parallel.map(List.of(1, 2, 3, 4), 4, number -> {
            if (number == 1) {
                Pause.quietly(() -> others.await(1, TimeUnit.MINUTES));
            }
            others.countDown();
            return number * number;
        });

        assertThat(squares).containsExactly(1, 4, 9, 16);
    }

    @Test
    void forEachWhenAllSucceedDoesEachOnce() throws IOException {
        AtomicInteger sum = new AtomicInteger();

        Parallel.forEach(THINGS, 8, sum::addAndGet);

        assertThat(sum).hasValue(199 * 100);
    }

    @Test
    void forEachWhenLimitedNeverRunsMoreAtOnce() throws IOException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Parallel.forEach(THINGS, 3, thing -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            now.decrementAndGet();
        });

        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void forEachWhenOneFailsThrowsThatAndStops() {
        AtomicInteger done = new AtomicInteger();

        assertThatThrownBy(() -> Parallel.forEach(THINGS, 2, thing -> {
                    if (thing == 3) {
                        throw new IOException("the third");
                    }
                    done.incrementAndGet();
                    Thread.yield();
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("the third");
        assertThat(done.get()).isLessThan(199);
    }
}
