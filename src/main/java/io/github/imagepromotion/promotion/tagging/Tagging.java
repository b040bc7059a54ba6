package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Sets the tags of a set whose content is all there, and reads each back. First every BuildId tag, then the moving tags:
 * what moves never points to something that has no number.
 *
 * <p>What was planned on is asked for once more right before. Two promotions to one environment at the same time do not
 * set their tags between each other's: the one that comes later finds what the other has set, and sets nothing.
 */
public final class Tagging {
    private final List<TagMove> numbers;
    private final List<TagMove> moving;
    private final TagLock lock;

    /**
     * @param numbers BuildId tags that are not there yet
     * @param moving tags that are to move
     * @param lock of their environment
     */
    public Tagging(List<TagMove> numbers, List<TagMove> moving, TagLock lock) {
        this.numbers = numbers;
        this.moving = moving;
        this.lock = lock;
    }

    /**
     * @throws ImageException if another promotion came first, and nothing was tagged; or if a tag is not what it was set to
     */
    public void run() throws IOException {
        try (TagLock.Held held = lock.take(moving, this::refuseChanged)) {
            if (held.waited()) {
                refuseChanged();
            }
            for (TagMove number : numbers) {
                held.renew();
                number.make();
            }
            for (TagMove move : moving) {
                held.renew();
                move.make();
            }
            if (moving.size() > 1) {
                requireStill();
            }
        }
    }

    private void refuseChanged() throws IOException {
        for (TagMove number : numbers) {
            refuseOther(number);
        }
        for (TagMove move : moving) {
            refuseMoved(move);
        }
    }

    /** A BuildId tag that exists is never set again. */
    private static void refuseOther(TagMove number) throws IOException {
        Optional<String> now = number.changed();
        if (now.isPresent()) {
            throw new ImageException("Tagged nothing: '" + number.name() + "' was set to " + now.get()
                    + " by another promotion while this one ran; this artifact is " + number.digest()
                    + ". A BuildId tag never changes: find out which of the two builds is the one of this BuildId.");
        }
    }

    private static void refuseMoved(TagMove move) throws IOException {
        Optional<String> now = move.changed();
        if (now.isPresent()) {
            throw new ImageException("Tagged nothing: '" + move.name() + "' was moved from "
                    + TagMove.text(move.before()) + " to " + now.get()
                    + " by another promotion while this one ran. See what is there now (image:status), and run the"
                    + " promotion again if it still is to be made.");
        }
    }

    /** Who sets tags without this plugin knows of no lock. */
    private void requireStill() throws IOException {
        for (TagMove move : moving) {
            Optional<String> now = move.repository()
                    .resolve(move.tag())
                    .map(Descriptor::digest)
                    .filter(digest -> !digest.equals(move.digest()))
                    .map(Object::toString);
            if (now.isPresent()) {
                throw new ImageException(
                        "'" + move.name() + "' was set to " + move.digest() + ", and then to " + now.get()
                                + " by something else before all tags of the set were set. Find out what sets it, and run the"
                                + " promotion again: it sets all tags of the set.");
            }
        }
    }
}
