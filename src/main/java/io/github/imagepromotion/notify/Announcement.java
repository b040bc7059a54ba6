package io.github.imagepromotion.notify;

import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.notify.Notifier.NotifyReason;
import io.github.imagepromotion.promotion.EnvironmentChange;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * The end of a promotion, for one receiver.
 *
 * @param to the receiver
 * @param change what the promotion changed
 * @param key identifies this promotion and receiver; a repeated notification has the same key
 * @param at when notifying began
 */
record Announcement(Notification to, EnvironmentChange change, String key, Instant at) {

    /** {@return a key for a part, such as one image, by which the receiver recognizes repetitions} */
    String key(String part) {
        return hash(key + "\n" + part);
    }

    static String hash(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
    }

    /** {@return {@code success} or {@code failure}} */
    String outcome() {
        return change.isSuccess() ? "success" : "failure";
    }

    /** {@return the single image that a deployment is about, in the environment's first registry} */
    Announced image() {
        boolean canRun = change.images().stream().anyMatch(Announced::isImage);
        List<Announced> meant = change.images().stream()
                .filter(image -> to.setting("image")
                        .map(name -> image.name().toString().equals(name))
                        .orElse(image.isImage() || !canRun))
                .toList();
        long names = meant.stream().map(Announced::name).distinct().count();
        if (names != 1) {
            throw new ImageException(Message.of(to + " cannot tell which image of the set is meant: "
                            + (names == 0
                                    ? "none is called "
                                            + Text.quote(to.setting("image").orElse(""))
                                    : "there are " + names)
                            + ".")
                    .because(NotifyReason.WHICH_IMAGE));
        }
        return meant.get(0);
    }
}
