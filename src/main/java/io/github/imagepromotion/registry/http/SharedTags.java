package io.github.imagepromotion.registry.http;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.transport.Attempts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Changes what a tag names where others change it at the same time. Registries have no compare-and-swap: the last writer
 * wins (conditional requests are a proposal since 2021, distribution-spec pull request 251, that no release has). So a
 * change is made of what is there, only if that is still there right before, and then looked after: until so much time
 * has passed that whoever read before we wrote has written too, whatever was lost by that is written again.
 */
final class SharedTags {
    /** Of the slowest change that we made ourselves: so much longer another writer may take. */
    private static final int SLOWER = 5;

    private static final String WRITTEN_AGAIN = "io.github.imagepromotion.written-again";

    private static final long SHORTEST_WATCH = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LONGEST_WATCH = TimeUnit.SECONDS.toNanos(10);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
    private static final long LOOKS = 4;
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final RemoteName repository;
    private final Manifests manifests;
    private final RandomGenerator random = new Random();

    SharedTags(RemoteName repository, Manifests manifests) {
        this.repository = repository;
        this.manifests = manifests;
    }

    /** Something that has to be so under a tag. */
    interface Change {
        /**
         * @param now what the tag names
         * @return what it has to name; empty if it is so already
         */
        Optional<Manifest> next(Optional<Manifest> now) throws IOException;
    }

    /**
     * @param tag to change
     * @param change asked again whenever the tag names something else
     * @throws ImageException if others write it all the time
     */
    void change(Tag tag, Change change) throws IOException {
        Watch watch = new Watch();
        Attempts attempts =
                repository.client().attempts("add to tag '" + tag + "' of '" + repository.displayName() + "'");
        while (!watch.hasEnded()) {
            long began = System.nanoTime();
            Optional<Manifest> now = manifests.get(tag);
            Optional<Manifest> next = change.next(now);
            if (next.isPresent() && isStill(tag, now)) {
                if (manifests.offer(tag, next.get(), attempts)) {
                    watch.wrote(System.nanoTime() - began);
                }
            } else if (next.isPresent()) {
                watch.wasOvertaken();
            } else if (watch.isSettled()) {
                return;
            }
            sleep(watch.pause());
        }
        throw new ImageException("Cannot add to tag '" + tag + "' of '" + repository.displayName()
                + "': others write it all the time. Run again.");
    }

    /**
     * Finds out whether a tag that is there can be changed, by writing what it names once more, marked as written again: that
     * is another manifest. If others change it meanwhile, it can be.
     *
     * @param tag to try
     * @param there what of that which the tag names counts
     * @throws io.github.imagepromotion.registry.ImmutableTagException if it cannot
     */
    void requireChangeable(Tag tag, Change there) throws IOException {
        Attempts attempts =
                repository.client().attempts("write tag '" + tag + "' of '" + repository.displayName() + "' again");
        boolean known = false;
        while (!known) {
            Optional<Manifest> now = there.next(manifests.get(tag));
            known = now.isEmpty() || !isStill(tag, now) || manifests.offer(tag, marked(now.get()), attempts);
        }
    }

    private static Manifest marked(Manifest now) {
        JsonObject json = Json.object(now.bytes(), "manifest");
        JsonObject annotations = Json.member(json, "annotations", "manifest").orElseGet(JsonObject::new);
        annotations.addProperty(WRITTEN_AGAIN, Instant.now().toString());
        json.add("annotations", annotations);
        byte[] bytes = Json.compact(json);
        return Manifest.parse(Descriptor.of(now.descriptor().mediaType(), bytes), bytes);
    }

    /** What is not there is asked for after a while: a registry may not find a tag while another client writes it. */
    private boolean isStill(Tag tag, Optional<Manifest> seen) throws IOException {
        if (seen.isEmpty()) {
            sleep(SHORTEST_PAUSE + random.nextLong(SHORTEST_PAUSE));
        }
        Optional<Descriptor> now = manifests.resolve(tag);
        return now.map(Descriptor::digest).equals(seen.map(Manifest::descriptor).map(Descriptor::digest));
    }

    private void sleep(long nanos) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while others write");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** How long one change is looked after. Used by one thread. */
    private final class Watch {
        private final long began = System.nanoTime();
        private long written = began;
        private long length;
        private int overtaken;

        void wrote(long took) {
            written = System.nanoTime();
            length = Math.min(LONGEST_WATCH, Math.max(length, Math.max(SHORTEST_WATCH, SLOWER * took)));
            overtaken = 0;
        }

        /** Many writers need more time between them. */
        void wasOvertaken() {
            overtaken++;
        }

        /** What was so before we came is not looked after. */
        boolean isSettled() {
            return length == 0 || System.nanoTime() - written >= length;
        }

        boolean hasEnded() {
            return System.nanoTime() - began > PATIENCE;
        }

        long pause() {
            long longest =
                    overtaken > 0 ? SHORTEST_PAUSE << Math.min(overtaken, 5) : Math.max(SHORTEST_PAUSE, length / LOOKS);
            return longest / 2 + random.nextLong(longest / 2 + 1);
        }
    }
}
