package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.IoRunnable;
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
import java.util.stream.Stream;

/**
 * Sets the tags of a set whose content is complete in the registries, and reads each back: first every BuildId tag,
 * then the moving tags, so that a moving tag never names a build that has no BuildId tag.
 *
 * <p>All tags of the set are checked, including those that were already right when the plan was made: if another
 * promotion had changed one of them, the set would consist of two builds. All of them are therefore read again under
 * the {@link TagLock}, and once more at the end. Of two concurrent promotions, the second one finds the tags that the
 * first one set, and sets nothing.
 */
public final class Tagging implements AutoCloseable {
    /** How long tags that were read under the lock need not be read again, in nanoseconds: others do not set them. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(2);

    private final List<TagMove> buildIdTags;
    private final List<TagMove> moving;
    private final TagLock lock;
    private final RetryBudget retryBudget;
    private volatile Map<TagMove, Optional<Digest>> before = Map.of();
    private volatile CompletableFuture<Map<TagMove, Optional<Digest>>> found = new CompletableFuture<>();
    private volatile long foundAt;
    private final Set<String> set = new ConcurrentSkipListSet<>();

    /**
     * @param buildIdTags BuildId tags of the set
     * @param moving moving tags of the set
     * @param lock that is taken if any of them is to be set
     * @param retryBudget of the call; setting tags may exceed it, so that no set stays partly tagged for lack of a
     *     retry
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

    /** Begins to acquire the lock, if any tag has to be set. This takes a while; the transfer goes on meanwhile. */
    public void begin() {
        if (all().anyMatch(TagMove::isDue)) {
            List<Repository> repositories =
                    all().map(TagMove::repository).distinct().toList();
            AtomicBoolean again = new AtomicBoolean();
            lock.begin(
                    repositories,
                    () -> {
                        // The first check is made under the lock anyway.
                        if (again.getAndSet(true)) {
                            requirePlanned();
                        }
                    },
                    this::look);
        }
    }

    /** Reads the tags under the lock, while the transfer may still be going on, and completes {@link #found}. */
    private void look(Optional<Throwable> failure) {
        try {
            foundAt = System.nanoTime();
            if (failure.isPresent()) {
                found.completeExceptionally(failure.get());
            } else if (areMany()) {
                // They would be out of date when the content of all images is there.
                found.complete(Map.of());
            } else {
                found.complete(requirePlanned());
            }
        } catch (IOException | RuntimeException | Error e) {
            found.completeExceptionally(e);
        }
    }

    private Map<TagMove, Optional<Digest>> found() throws IOException {
        Map<TagMove, Optional<Digest>> known = Parallel.await(found, "tags are set");
        return !areMany() && System.nanoTime() - foundAt < FRESH ? known : requirePlanned();
    }

    private boolean areMany() {
        return buildIdTags.size() + moving.size() > RepositoryLocks.AT_ONCE;
    }

    /**
     * Runs other work, and beside it reads tags again if what was read under the lock is soon too old for {@link #set}.
     *
     * @param work to do
     * @throws ImageException if another promotion came first
     */
    public void beside(IoRunnable work) throws IOException {
        if (isGettingOld()) {
            Parallel.all(work, this::refresh);
        } else {
            work.run();
        }
    }

    private boolean isGettingOld() {
        CompletableFuture<?> known = found;
        return !areMany()
                && known.isDone()
                && !known.isCompletedExceptionally()
                && System.nanoTime() - foundAt > FRESH / 2;
    }

    private synchronized void refresh() throws IOException {
        if (isGettingOld()) {
            long asked = System.nanoTime();
            found = CompletableFuture.completedFuture(requirePlanned());
            foundAt = asked;
        }
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

    /** Sets the tags, and keeps the lock, so that the records are written under it, too. */
    public void set() throws IOException {
        set(Precondition.NONE);
    }

    /**
     * As {@link #set()}.
     *
     * @param stillDue checked under the lock, if any tag has to be set: throws if the operation is no longer valid
     * @throws ImageException if another promotion came first, and nothing was tagged; if the lock was lost while tags
     *     were set; or if a BuildId tag is not what it was set to
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
     * Reads all tags of the set once more, if any of them was due, and keeps the lock.
     *
     * @throws ImageException if a tag does not name its image
     */
    public void readBack() throws IOException {
        if (all().anyMatch(TagMove::isDue)) {
            retryBudget.complete(() -> each(all().toList(), move -> requireStill(move, before)));
        }
    }

    private static void each(List<TagMove> moves, IoConsumer<TagMove> task) throws IOException {
        Parallel.inGroups(moves, move -> move.repository().registry(), RepositoryLocks.AT_ONCE, task);
    }

    private static Optional<Digest> digest(Map<TagMove, Optional<Digest>> found, TagMove move) {
        return found.getOrDefault(move, Optional.empty());
    }

    private static List<TagMove> due(List<TagMove> moves, Map<TagMove, Optional<Digest>> found) {
        return moves.stream().filter(move -> !move.names(digest(found, move))).toList();
    }

    /** Reads all tags, and requires that each names what it named when it was planned, or already names its image. */
    private Map<TagMove, Optional<Digest>> requirePlanned() throws IOException {
        Map<TagMove, Optional<Digest>> found = new ConcurrentHashMap<>();
        each(all().toList(), move -> found.put(move, move.now()));
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

    /** Tags of a release are set after those of its members: who follows the release finds them. */
    private void set(List<TagMove> due, IoConsumer<TagMove> task) throws IOException {
        try {
            each(due.stream().filter(move -> !move.isOfReleaseItself()).toList(), task);
            each(due.stream().filter(TagMove::isOfReleaseItself).toList(), task);
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
                : "Stopped before all tags were set ('" + String.join("', '", set)
                        + (set.size() == 1 ? "' is" : "' are") + " set): ";
    }

    private static void requireKept(TagMove move) throws IOException {
        Optional<Digest> now = move.readBack();
        if (!move.names(now)) {
            throw new ImageException("The tag '" + move.name() + "' was set to " + move.digest() + " but reads back as "
                    + TagMove.text(now) + ". The registry did not keep what it was given, or something else sets this"
                    + " tag; run the promotion again when that is found.");
        }
    }

    /** Detects tools other than this plugin, which set tags without the lock. */
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

    /** Begins to release the lock, after the last write that it protects. */
    public void release() {
        lock.release();
    }

    /** Releases the lock, and waits for that. */
    @Override
    public void close() {
        lock.close();
    }
}
