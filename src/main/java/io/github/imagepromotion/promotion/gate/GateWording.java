package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import java.time.Duration;

/** Parts of sentences. */
final class GateWording {
    private GateWording() {}

    /** Who it was, by his own account; nothing where he gave none. */
    static String by(Actor actor) {
        return actor.user().map(user -> " by " + Text.quote(user)).orElse("");
    }

    /** The two largest units: what is meant to be read, not computed with. */
    static String time(Duration time) {
        long days = time.toDays();
        if (days > 0) {
            return days + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : Math.max(1, time.toSeconds()) + " s";
    }
}
