package io.github.imagepromotion.registry.http;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.transport.Attempts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** One of the {@link ReferrersTags}. Its changes are made sequentially. */
final class ReferrersTag {
    /** Factor by which another writer may be slower than the slowest of our own changes. */
    private static final int SLOWER = 5;

    private static final String WRITTEN_AGAIN = "io.github.imagepromotion.written-again";

    private static final long SHORTEST_WATCH = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LONGEST_WATCH = TimeUnit.SECONDS.toNanos(10);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
    private static final long LOOKS = 4;
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    /** Age up to which an answer need not be requested again: a new one would be as old when it is used. */
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(100);

    /** Reading more takes long enough for others to write meanwhile. */
    private static final int SMALL = 64 * 1024;

    private final RemoteName repository;
    private final Manifests manifests;
    private final Tag tag;
    private final RandomGenerator random = new Random();
    private final List<IoFunction<Optional<Manifest>, Optional<Manifest>>> changes = new ArrayList<>();
    private Optional<Sight> expected = Optional.empty();
    private Optional<Manifest> written = Optional.empty();
    private boolean exists;
    private boolean replaced;
    private boolean watched;
    private boolean lost;
    private long writtenAt;
    private long watch;
    private int overtaken;

    ReferrersTag(RemoteName repository, Manifests manifests, Tag tag) {
        this.repository = repository;
        this.manifests = manifests;
        this.tag = tag;
    }

    /**
     * A reading of the tag.
     *
     * @param there the manifest; empty if the tag did not exist
     * @param asked time of the request, in nanoseconds
     * @param answered time of the answer, in nanoseconds
     * @param certain whether a missing tag does not exist, rather than being written: the registry said so, or it was
     *     looked for twice
     */
    private record Sight(Optional<Manifest> there, long asked, long answered, boolean certain) {
        /** It took no longer since than to ask again would take. */
        boolean isFresh() {
            return System.nanoTime() - answered < Math.max(FRESH, answered - asked);
        }

        Sight certainly() {
            return new Sight(there, asked, answered, true);
        }

        boolean isStill() {
            return isFresh()
                    && there.map(manifest -> manifest.bytes().length <= SMALL).orElse(certain);
        }
    }

    private enum Look {
        /** No entry is missing. */
        COMPLETE,
        /** Entries were missing, and have been written. */
        WRITTEN,
        /** Entries are missing, since other clients are writing. */
        OVERTAKEN
    }

    /**
     * @param absent when the tag was last found missing, in nanoseconds
     * @see ReferrersTags#expect
     */
    synchronized void expect(Optional<Long> absent) throws IOException {
        boolean missed =
                absent.filter(at -> System.nanoTime() - at > halfWritten()).isPresent();
        Sight sight = seen();
        if (!exists && !missed && sight.there().isEmpty() && !sight.certain()) {
            sleep(halfWritten());
            sight = seen().certainly();
        }
        expected = Optional.of(missed ? sight.certainly() : sight);
    }

    /** {@return what was read in order to change the tag, if that is still recent} */
    synchronized Optional<Optional<Manifest>> expected() {
        return expected.filter(Sight::isFresh).map(Sight::there);
    }

    /** @see ReferrersTags#change */
    synchronized void change(IoFunction<Optional<Manifest>, Optional<Manifest>> change) throws IOException {
        changes.add(change);
        Attempts attempts = attempts("add to");
        long began = System.nanoTime();
        while (look(attempts) == Look.OVERTAKEN) {
            requirePatience(began);
            sleep(pause());
        }
    }

    /** Watches only tags that were changed here. */
    void awaitReferrers() throws IOException {
        Attempts attempts = attempts("add to");
        long began = System.nanoTime();
        while (isWatched()) {
            requirePatience(began);
            sleep(pause());
            lookAgain(attempts);
        }
        forget();
    }

    private synchronized void forget() {
        if (!watched) {
            changes.clear();
            written = Optional.empty();
        }
    }

    private synchronized boolean isWatched() {
        return watched;
    }

    private synchronized void lookAgain(Attempts attempts) throws IOException {
        boolean over = left() <= 0;
        Look look = look(attempts);
        lost |= look != Look.COMPLETE;
        watched = !over || look != Look.COMPLETE;
    }

    private long left() {
        return watch - (System.nanoTime() - writtenAt);
    }

    private Look look(Attempts attempts) throws IOException {
        Optional<Sight> before = expected.filter(Sight::isFresh);
        expected = Optional.empty();
        Sight sight = before.isPresent() ? before.get() : seen();
        Optional<Manifest> next = next(sight.there());
        if (next.isEmpty()) {
            return Look.COMPLETE;
        }
        OptionalLong lastSeen = lastSeen(sight);
        if (lastSeen.isPresent() && write(next.get(), lastSeen.getAsLong(), attempts)) {
            replaced |= sight.there().isPresent();
            return Look.WRITTEN;
        }
        overtaken++;
        return Look.OVERTAKEN;
    }

    private Sight seen() throws IOException {
        long asked = System.nanoTime();
        AtomicBoolean unknown = new AtomicBoolean();
        Optional<Manifest> now = manifests.get(tag, absence -> unknown.set(absence.saysUnknown(tag)));
        return new Sight(now, asked, System.nanoTime(), unknown.get());
    }

    private Optional<Manifest> next(Optional<Manifest> now) throws IOException {
        Optional<Manifest> next = Optional.empty();
        for (IoFunction<Optional<Manifest>, Optional<Manifest>> change : changes) {
            Optional<Manifest> before = next;
            next = change.apply(before.isPresent() ? before : now).or(() -> before);
        }
        return next;
    }

    /**
     * Asks again for a missing tag after a while: some registries do not find a tag while another client writes it.
     *
     * @return when the answer came that this is still there, in nanoseconds; empty if something else is
     */
    private OptionalLong lastSeen(Sight seen) throws IOException {
        if (seen.isStill()) {
            return OptionalLong.of(seen.answered());
        }
        if (seen.there().isEmpty()) {
            sleep(halfWritten());
        }
        boolean still =
                digest(manifests.resolve(tag)).equals(digest(seen.there().map(Manifest::descriptor)));
        return still ? OptionalLong.of(System.nanoTime()) : OptionalLong.empty();
    }

    private static Optional<Digest> digest(Optional<Descriptor> named) {
        return named.map(Descriptor::digest);
    }

    /** @param seen when the answer came by which it is written, in nanoseconds: others may have written since */
    private boolean write(Manifest next, long seen, Attempts attempts) throws IOException {
        if (!manifests.offer(tag, next, attempts)) {
            return false;
        }
        writtenAt = System.nanoTime();
        long own = Math.max(SHORTEST_WATCH, SLOWER * (writtenAt - seen));
        watch = Math.min(LONGEST_WATCH, Math.max(watch, own));
        written = Optional.of(next);
        exists = true;
        watched = !changes.isEmpty();
        overtaken = 0;
        return true;
    }

    /** @see ReferrersTags#requireChangeable */
    synchronized void requireChangeable(IoFunction<Optional<Manifest>, Optional<Manifest>> there) throws IOException {
        Attempts attempts = attempts("write again");
        while (!replaced) {
            Optional<Manifest> ours = isFresh(writtenAt) ? written : Optional.empty();
            Optional<Manifest> now = ours.isPresent() ? ours : there.apply(manifests.get(tag));
            long seen = ours.isPresent() ? writtenAt : System.nanoTime();
            if (now.isEmpty()) {
                return;
            }
            replaced = write(marked(now.get()), seen, attempts);
        }
        written = Optional.empty();
    }

    private static Manifest marked(Manifest now) {
        JsonObject json = Json.object(now.bytes(), "manifest");
        JsonObject annotations = Json.member(json, "annotations", "manifest").orElseGet(JsonObject::new);
        annotations.addProperty(WRITTEN_AGAIN, Instant.now().toString());
        json.add("annotations", annotations);
        byte[] bytes = Json.compact(json);
        return Manifest.parse(Descriptor.of(now.descriptor().mediaType(), bytes), bytes);
    }

    private Attempts attempts(String verb) {
        return repository.client().attempts(verb + " tag '" + tag + "' of '" + repository.displayName() + "'");
    }

    private static boolean isFresh(long since) {
        return System.nanoTime() - since < FRESH;
    }

    private void requirePatience(long began) {
        if (System.nanoTime() - began > PATIENCE) {
            throw new ImageException("Cannot add to tag '" + tag + "' of '" + repository.displayName()
                    + "': others write it all the time. Run again.");
        }
    }

    /** The pause before the next reading: longer with many writers; without any, until the end of the watch. */
    private synchronized long pause() {
        if (overtaken == 0 && !lost) {
            return Math.max(0, left());
        }
        long longest =
                overtaken > 0 ? SHORTEST_PAUSE << Math.min(overtaken, 5) : Math.max(SHORTEST_PAUSE, watch / LOOKS);
        return longest / 2 + random.nextLong(longest / 2 + 1);
    }

    private long halfWritten() {
        return SHORTEST_PAUSE + random.nextLong(SHORTEST_PAUSE);
    }

    /** Not a fraction of a millisecond less, which would be one more look. */
    private static void sleep(long nanos) throws InterruptedIOException {
        long millis = (nanos + MILLISECOND - 1) / MILLISECOND;
        Pause.SLEEP.of(Duration.ofMillis(millis), "others write");
    }
}
