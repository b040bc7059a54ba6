package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.registry.RetryBudget;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sets the tags of a set whose content is all there, and reads each back. First every BuildId tag, then the moving tags:
 * a moving tag never names a build that has no BuildId tag.
 *
 * <p>All tags of the set count, also those that were right when the plan was made: none of them may have become another
 * one's, or the set would be of two builds. So all are locked together, asked for again under the {@link TagLock}, and read
 * once more at the end. Of two promotions at once the one that comes later finds what the other has set, and sets nothing.
 */
public final class Tagging implements AutoCloseable {
    /** What was found under the lock is believed for so long, in nanoseconds: others keep away. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(2);

    private final List<TagMove> buildIdTags;
    private final List<TagMove> moving;
    private final TagLock lock;
    private final RetryBudget retryBudget;
    private volatile Map<TagMove, Optional<Digest>> before = Map.of();
    private final CompletableFuture<Map<TagMove, Optional<Digest>>> found = new CompletableFuture<>();
    private volatile long foundAt;
    private final Set<String> set = new ConcurrentSkipListSet<>();

    /**
     * @param buildIdTags BuildId tags of the set
     * @param moving moving tags of the set
     * @param lock that is taken if any of them is to be set
     * @param retryBudget of the call; whatever it has spent, tags are not left half set for want of another try
     */
    public Tagging(List<TagMove> buildIdTags, List<TagMove> moving, TagLock lock, RetryBudget retryBudget) {
        this.buildIdTags = List.copyOf(buildIdTags);
        this.moving = List.copyOf(moving);
        this.lock = lock;
        this.retryBudget = retryBudget;
    }

    private Stream<TagMove> all() {
        return Stream.concat(buildIdTags.stream(), moving.stream());
    }

    /** Begins to take the lock, if there is anything to tag: that takes a while, in which the last content may arrive. */
    public void begin() {
        if (all().anyMatch(TagMove::isDue)) {
            List<Repository> repositories =
                    all().map(TagMove::repository).distinct().toList();
            AtomicBoolean again = new AtomicBoolean();
            lock.begin(
                    repositories,
                    () -> {
                        // The first time it is asked in any case, under the lock.
                        if (again.getAndSet(true)) {
                            requirePlanned();
                        }
                    },
                    this::look);
        }
    }

    /** Under the lock, while content may still be on its way. Whoever waits for what is found gets it, or the reason. */
    private void look(Optional<Throwable> failure) {
        try {
            foundAt = System.nanoTime();
            if (failure.isPresent()) {
                found.completeExceptionally(failure.get());
            } else {
                found.complete(requirePlanned());
            }
        } catch (IOException | RuntimeException | Error e) {
            found.completeExceptionally(e);
        }
    }

    private Map<TagMove, Optional<Digest>> found() throws IOException {
        Map<TagMove, Optional<Digest>> known = Parallel.await(found, "tags are set");
        return System.nanoTime() - foundAt < FRESH ? known : requirePlanned();
    }

    /**
     * Waits for the lock, if anything is to be tagged.
     *
     * @throws ImageException if others hold it all the time
     */
    public void lock() throws IOException {
        if (all().anyMatch(TagMove::isDue)) {
            begin();
            lock.await();
        }
    }

    /** Sets the tags, and keeps the lock: what is written about them belongs to it. */
    public void set() throws IOException {
        set(Precondition.NONE);
    }

    /**
     * As {@link #set()}.
     *
     * @param stillDue asked under the lock, if anything is to be tagged: throws if it is void by now for another reason
     * @throws ImageException if another promotion came first, and nothing was tagged; if the lock was lost while tags were
     *     set; or if a BuildId tag is not what it was set to
     */
    public void set(Precondition stillDue) throws IOException {
        if (all().anyMatch(TagMove::isDue)) {
            begin();
            retryBudget.complete(() -> setUnderLock(stillDue));
        }
    }

    private void setUnderLock(Precondition stillDue) throws IOException {
        lock.await();
        Map<TagMove, Optional<Digest>> now = found();
        stillDue.check();
        set(due(buildIdTags, now), move -> {
            set(move, digest(now, move));
            requireKept(move);
        });
        set(due(moving, now), move -> set(move, digest(now, move)));
        before = now;
    }

    /**
     * Reads all tags of the set once more, if any was set, and keeps the lock.
     *
     * @throws ImageException if one does not name the image
     */
    public void readBack() throws IOException {
        if (all().anyMatch(TagMove::isDue)) {
            retryBudget.complete(
                    () -> Parallel.forEach(all().toList(), TagLock.AT_ONCE, move -> requireStill(move, before)));
        }
    }

    private static Optional<Digest> digest(Map<TagMove, Optional<Digest>> found, TagMove move) {
        return found.getOrDefault(move, Optional.empty());
    }

    private static List<TagMove> due(List<TagMove> moves, Map<TagMove, Optional<Digest>> found) {
        return moves.stream().filter(move -> !move.names(digest(found, move))).toList();
    }

    /** What the tags name now, if that is what was planned on, or the image already. */
    private Map<TagMove, Optional<Digest>> requirePlanned() throws IOException {
        Map<TagMove, Optional<Digest>> found = new ConcurrentHashMap<>();
        Parallel.forEach(all().toList(), TagLock.AT_ONCE, move -> found.put(move, move.now()));
        buildIdTags.forEach(move -> requireUnused(move, digest(found, move)));
        moving.forEach(move -> requireUnmoved(move, digest(found, move)));
        return found;
    }

    /** A BuildId tag that exists is never set again. */
    private void requireUnused(TagMove move, Optional<Digest> now) {
        if (now.isPresent() && !move.names(now)) {
            throw new ImageException(outcome() + "'" + move.name() + "' was set to " + now.get()
                    + " by another promotion while this one ran; this artifact is " + move.digest()
                    + ". A BuildId tag never changes: find out which of the two builds is the one of this BuildId.");
        }
    }

    private void requireUnmoved(TagMove move, Optional<Digest> now) {
        if (!now.equals(move.before()) && !move.names(now)) {
            throw new ImageException(outcome() + "'" + move.name() + "' was moved from " + TagMove.text(move.before())
                    + " to " + TagMove.text(now)
                    + " by another promotion while this one ran. See what is there now (image:status), and run the"
                    + " promotion again if it still is to be made.");
        }
    }

    private void set(List<TagMove> due, IoConsumer<TagMove> task) throws IOException {
        try {
            Parallel.forEach(due, TagLock.AT_ONCE, task);
        } catch (LockLostException e) {
            throw new ImageException(
                    outcome() + e.getMessage()
                            + ". See what is there now (image:status), and run the promotion again if"
                            + " it still is to be made.",
                    e);
        }
    }

    private void set(TagMove move, Optional<Digest> found) throws IOException {
        if (move.repository().swap(move.tag(), found, move.image(), lock::require) == Swap.CONFLICT) {
            Optional<Digest> now = move.now();
            if (buildIdTags.contains(move)) {
                requireUnused(move, now);
            } else {
                requireUnmoved(move, now);
            }
            throw new ImageException(outcome() + "the registry refused to set '" + move.name() + "' to " + move.digest()
                    + ", since it had just been changed. Run the promotion again.");
        }
        set.add(move.name());
    }

    private String outcome() {
        return set.isEmpty()
                ? "Tagged nothing: "
                : "Stopped before all tags were set (" + set.stream().collect(Collectors.joining("', '", "'", "'"))
                        + (set.size() == 1 ? " is" : " are") + " set): ";
    }

    private static void requireKept(TagMove move) throws IOException {
        Optional<Digest> now = move.readBack();
        if (!move.names(now)) {
            throw new ImageException("The tag '" + move.name() + "' was set to " + move.digest() + " but reads back as "
                    + TagMove.text(now) + ". The registry did not keep what it was given, or something else sets this"
                    + " tag; run the promotion again when that is found.");
        }
    }

    /** Who sets tags without this plugin knows of no lock. */
    private void requireStill(TagMove move, Map<TagMove, Optional<Digest>> found) throws IOException {
        if (moving.contains(move) && !move.names(digest(found, move))) {
            requireKept(move);
            return;
        }
        Optional<Digest> now = move.now();
        if (!move.names(now)) {
            throw new ImageException("'" + move.name() + "' named " + move.digest() + ", and then " + TagMove.text(now)
                    + ", before all tags of the set were set: something sets it that knows of no lock. Find out what,"
                    + " and run the promotion again: it sets all tags of the set.");
        }
    }

    /** Begins to free the lock: nothing more is written that belongs to it. */
    public void release() {
        lock.release();
    }

    /** Frees the lock. */
    @Override
    public void close() {
        lock.close();
    }
}
