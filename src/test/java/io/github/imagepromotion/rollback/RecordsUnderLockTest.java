package io.github.imagepromotion.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.testing.DelegatingRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags and what is recorded of them change together, as far as another call can see that holds the lock. */
class RecordsUnderLockTest {
    private final List<Boolean> lockedWhenRecorded = new ArrayList<>();
    private final List<Boolean> lockedWhenAnnounced = new ArrayList<>();

    private final AtomicBoolean promoted = new AtomicBoolean();

    private ProdFixture prod;

    @BeforeEach
    void watch(@TempDir Path directory) {
        prod = new ProdFixture("oci:" + directory.resolve("prod"), directory);
        prod.inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public void attach(List<Document> documents) throws IOException {
                lockedWhenRecorded.add(isLocked(this));
                super.attach(documents);
            }
        };
        prod.listener = event -> {
            if (event instanceof Ended) {
                lockedWhenAnnounced.add(isLocked(prod.repository("shop")));
            }
        };
    }

    private static boolean isLocked(Repository repository) throws IOException {
        return repository
                .manifest(Tag.of("promotion-lock"))
                .orElseThrow()
                .annotations()
                .containsKey("io.github.imagepromotion.lock.id");
    }

    @Test
    void promoteWhenItRecordsHoldsTheLockAndTellsOthersWhenItIsFree() throws IOException {
        prod.promote("shop:1=a");

        assertThat(lockedWhenRecorded).containsExactly(true);
        assertThat(lockedWhenAnnounced).containsExactly(false);
    }

    @Test
    void rollBackWhenItRecordsHoldsTheLockAndTellsOthersWhenItIsFree() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        lockedWhenRecorded.clear();
        lockedWhenAnnounced.clear();

        prod.rollBack();

        assertThat(lockedWhenRecorded).containsExactly(true);
        assertThat(lockedWhenAnnounced).containsExactly(false);
    }

    /** Its tags are set, and its record is not written yet: what was there before is what the record says, not those before. */
    @Test
    void rollBackWhenAPromotionHasNotRecordedYetWaitsAndTagsNothing() throws Exception {
        for (String build : List.of("shop:1=a", "shop:2=b", "shop:3=c")) {
            prod.promote(build);
        }
        prod.rollBack();
        prod.rollBack();
        UnaryOperator<Repository> watched = prod.inTheWay;
        CompletableFuture<Void> rollingBack = new CompletableFuture<>();
        prod.inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public void attach(List<Document> documents) throws IOException {
                prod.inTheWay = watched;
                CompletableFuture<Void> planned = new CompletableFuture<>();
                prod.planned = () -> planned.complete(null);
                CompletableFuture.runAsync(() -> rollBack(rollingBack));
                planned.join();
                super.attach(documents);
            }
        };

        prod.promote("shop:3=c");

        assertThatThrownBy(() -> rollingBack.get(1, TimeUnit.MINUTES))
                .hasCauseInstanceOf(ImageException.class)
                .hasMessageContainingAll("Tagged nothing", "go back to build '2'", "build '1' was there before");
        assertThat(prod.repository("shop").resolve(ProdFixture.LATEST).map(Descriptor::digest))
                .contains(ProdFixture.digest("c"));
    }

    /** So shop is where it was to go back to, by another build, and cart is to go back from that build alone. */
    @Test
    void rollBackWhenAPromotionComesBetweenThePlansOfTwoImagesTagsNothing() throws Exception {
        prod.promote("shop:1=a", "cart:1=c");
        prod.promote("shop:2=b", "cart:2=d");
        UnaryOperator<Repository> watched = prod.inTheWay;
        prod.inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public boolean has(Descriptor blob) throws IOException {
                prod.inTheWay = watched;
                if (promoted.compareAndSet(false, true)) {
                    prod.promote("shop:3=a", "cart:3=e");
                }
                return super.has(blob);
            }
        };

        assertThatThrownBy(() -> prod.rollBack("shop", "cart"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Tagged nothing", "shop' were moved by another promotion");
        assertThat(prod.repository("cart").resolve(ProdFixture.LATEST).map(Descriptor::digest))
                .contains(ProdFixture.digest("e"));
    }

    private void rollBack(CompletableFuture<Void> done) {
        try {
            prod.rollBack();
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
