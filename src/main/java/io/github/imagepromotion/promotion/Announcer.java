package io.github.imagepromotion.promotion;

import java.io.IOException;

/** What comes after a promotion to an environment: others are told, and its running service is asked. */
public interface Announcer {
    /** Tells nobody. */
    Announcer SILENT = new Announcer() {
        @Override
        public void prepare(PromotionEvent expected) {}

        @Override
        public void announce(PromotionEvent promotionEvent) {}
    };

    /**
     * Remembers what is about to happen, so that a later call tells it if this one is killed. Called before the first tag.
     *
     * @param expected how it will have ended
     */
    void prepare(PromotionEvent expected) throws IOException;

    /**
     * Tells how a promotion ended. Whatever comes of this, what was promoted stays promoted.
     *
     * @param promotionEvent after the tags were read back and the promotion recorded, or after it failed
     * @throws io.github.imagepromotion.image.ImageException if somebody who has to be told could not be, or the service
     *     does not run the image in time
     */
    void announce(PromotionEvent promotionEvent) throws IOException;
}
