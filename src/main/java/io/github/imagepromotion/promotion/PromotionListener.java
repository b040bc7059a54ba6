package io.github.imagepromotion.promotion;

import java.io.IOException;
import java.util.List;

/** Receives the events of a promotion: logs them, shows progress, or notifies others. */
@FunctionalInterface
public interface PromotionListener {
    /**
     * Called in the order of the events, in several threads for those events that say so.
     *
     * @param event that occurred
     * @throws io.github.imagepromotion.image.ImageException if the listener cannot do its work; the rest of the
     *     promotion fails
     * @throws IOException if reading or writing a file fails, or an answer is unexpected
     */
    void on(PromotionEvent event) throws IOException;

    /**
     * @param listeners in the order in which they receive an event; if one fails, the later ones do not receive it
     * @return a listener that calls all of them
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
