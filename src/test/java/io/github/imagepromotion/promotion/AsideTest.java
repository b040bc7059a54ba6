package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AsideTest {

    @Test
    void resultWhenWorkEndsIsWhatItGave() throws IOException {
        try (Aside<String> aside = Aside.begin(() -> "planned")) {
            assertThat(aside.result()).isEqualTo("planned");
        }
    }

    @Test
    void resultWhenWorkFailsFailsAsItDid() {
        ImageException refused = new ImageException("refused");
        try (Aside<String> aside = Aside.begin(() -> {
            throw refused;
        })) {
            assertThatThrownBy(aside::result).isSameAs(refused);
        }
    }

    @Test
    void closeWhenWorkIsUnderWayInterruptsIt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Aside<String> aside = Aside.begin(() -> waitFor(begun, interrupted))) {
            begun.await();
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static String waitFor(CountDownLatch begun, CountDownLatch interrupted) {
        try {
            begun.countDown();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
        return "";
    }
}
