package io.github.imagepromotion.promotion;

import java.io.IOException;
import java.util.List;

/** Hears what happens in a promotion: logs it, shows its progress, or notifies others. */
@FunctionalInterface
public interface PromotionListener {
    /** Does nothing. */
    PromotionListener NONE = event -> {};

    /**
     * Called in the order of the events, by several threads where the event says so.
     *
     * @param event that happened
     * @throws io.github.imagepromotion.image.ImageException if what has to follow from it cannot be done: the promotion, or
     *     what is left of it, fails
     * @throws IOException if the disk or an unexpected answer is the reason
     */
    void on(PromotionEvent event) throws IOException;

    /**
     * @param listeners in the order in which they are to hear of an event; none hears of it after one before has failed
     * @return all of them as one
     */
    static PromotionListener all(PromotionListener... listeners) {
        List<PromotionListener> inOrder = List.of(listeners);
        return event -> {
            for (PromotionListener listener : inOrder) {
                listener.on(event);
            }
        };
    }
}
