package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.promotion.tagging.LockNote.Author;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets one promotion or rollback at a time set tags in the repositories of a set.
 *
 * <p>Most registries cannot compare and swap, so this is Fischer's algorithm (Lamport, "A Fast Mutual Exclusion
 * Algorithm", 1987, section 2) with the {@link LockTag} of each repository as the variable: find it free, write our own
 * id, wait until every process that found it free at the same time must have written, and proceed if it still holds our
 * id.
 *
 * <p>All repositories are locked in parallel. A process that does not get all of them keeps those before the first one
 * that it did not get, in the order of their names, and releases the others: so the first repository that two sets have
 * in common decides, and there is no deadlock. A lock is renewed until it is released. The lock of a killed process
 * expires when its note has not changed for {@link LockTimes#abandonment}.
 *
 * <p>A separate thread acquires, renews and releases the lock, so that it can be acquired during the transfer.
 */
public final class TagLock implements AutoCloseable {
    private static final Duration LONGEST_FREEING = Duration.ofMinutes(1);

    private final Author author;
    private final LockTimes times;
    private final AtomicLong slowestRequest = new AtomicLong();
    private final RandomGenerator random = new Random();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> taken = new CompletableFuture<>();
    private final CompletableFuture<Void> announced = new CompletableFuture<>();
    private final ScheduledThreadPoolExecutor thread;

    private volatile RepositoryLocks locks = RepositoryLocks.NONE;
    private volatile @Nullable Exception trouble;
    private int turns;

    /**
     * @param holder describes this promotion or rollback in the messages of those who wait
     * @param clock gives the time since which the lock is held
     */
    public TagLock(String holder, Clock clock) {
        this(holder, clock, LockTimes.STANDARD);
    }

    TagLock(String holder, Clock clock, LockTimes times) {
        this.author = Author.of(holder, clock);
        this.times = times;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "image-lock"));
    }

    /**
     * Begins to acquire the lock; only the first call has an effect.
     *
     * @param repositories of the set
     * @param stillDue checked before each attempt: throws if the operation is no longer valid
     * @param onceTaken called in a separate thread when the lock is acquired, while it is announced to others, or with
     *     the failure if it cannot be acquired
     */
    synchronized void begin(
            Collection<Repository> repositories, Precondition stillDue, Consumer<Optional<Throwable>> onceTaken) {
        if (locks.size() > 0) {
            return;
        }
        locks = RepositoryLocks.of(
                repositories, (each, count) -> new RepositoryLock(each, author, times, count, slowestRequest));
        taken.whenCompleteAsync(
                (done, failure) -> onceTaken.accept(Optional.ofNullable(failure)),
                task -> daemon(task, "image").start());
        thread.execute(() -> hold(stillDue));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread made = new Thread(task, name);
        made.setDaemon(true);
        return made;
    }

    private void hold(Precondition stillDue) {
        try {
            take(stillDue);
            taken.complete(null);
            locks.each(RepositoryLock::announce);
            announced.complete(null);
            long pause = times.renewal().toMillis();
            thread.scheduleWithFixedDelay(this::renewInTurn, pause, pause, TimeUnit.MILLISECONDS);
        } catch (IOException | RuntimeException | Error e) {
            taken.completeExceptionally(e);
            announced.completeExceptionally(e);
        }
    }

    /**
     * Waits until the lock is acquired.
     *
     * @throws ImageException if others hold it for too long
     */
    void await() throws IOException {
        Parallel.await(taken, "tags are set");
    }

    /**
     * Requires that the lock is still held; called before each write under it.
     *
     * @throws LockLostException if another process took it, or may have taken it, since it was not renewed in time
     */
    void require() throws IOException {
        Parallel.await(announced, "tags are set");
        if (locks.lost().isEmpty()) {
            return;
        }
        Parallel.await(thread.submit(this::renew), "tags are set");
        List<RepositoryLock> lost = locks.lost();
        if (!lost.isEmpty()) {
            throw new LockLostException(lost.get(0).displayName(), trouble);
        }
    }

    private void take(Precondition stillDue) throws IOException {
        long began = System.nanoTime();
        int owned = 0;
        while (owned < locks.size()) {
            stillDue.check();
            owned = askFrom(owned);
            if (owned < locks.size()) {
                owned = waitFor(owned, began);
            }
        }
    }

    /** {@return how many locks we hold without a gap, in the order of their names} */
    private int askFrom(int first) throws IOException {
        RepositoryLocks rest = locks.from(first);
        rest.ask();
        RepositoryLocks hoped = rest.first(rest.keep());
        Duration longest = hoped.untilTrusted();
        if (!longest.isZero()) {
            pause(longest);
        }
        hoped.confirm(locks.areMany());
        return first + rest.keep();
    }

    /**
     * Waits until the first lock that we do not hold is free or changes its holder, and renews those that we hold. The
     * others are read from time to time, so that the locks of a killed process expire in all repositories at about the
     * same time. After a long wait, all locks are released: the holder may be waiting for us under another name of the
     * same repository.
     *
     * @return how many locks we still hold
     */
    private int waitFor(int owned, long began) throws IOException {
        RepositoryLock next = locks.get(owned);
        String holder = next.holderId();
        long waiting = System.nanoTime();
        long renewed = waiting;
        long looked = waiting;
        Duration longest = times.renewal().multipliedBy(5 + random.nextInt(5));
        do {
            requirePatience(began, next);
            pause(times.pause()
                    .dividedBy(4)
                    .plusMillis(random.nextLong(times.pause().toMillis())));
            if (owned > 0 && isPast(waiting, longest)) {
                locks.each(RepositoryLock::free);
                pause(times.pause().multipliedBy(random.nextInt(10)));
                return 0;
            }
            if (isPast(renewed, times.renewal())) {
                renewed = System.nanoTime();
                locks.first(owned).each(RepositoryLock::renew);
                int kept = locks.keep();
                if (kept < owned) {
                    return kept;
                }
            }
            if (isPast(looked, times.look())) {
                looked = System.nanoTime();
                locks.from(owned + 1).each(RepositoryLock::isFree);
            }
        } while (!next.isFree() && next.holderId().equals(holder));
        return owned;
    }

    private static boolean isPast(long since, Duration time) {
        return System.nanoTime() - since > time.toNanos();
    }

    private void requirePatience(long began, RepositoryLock next) {
        if (isPast(began, times.patience())) {
            throw new ImageException("Tagged nothing: others have been setting tags in '" + next.displayName()
                    + "' for " + Elapsed.shown(times.patience()) + ", now " + next.holder() + " (tag '"
                    + LockTag.TAG + "'). When they have ended, run this again.");
        }
    }

    private void pause(Duration time) throws InterruptedIOException {
        try {
            if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InterruptedIOException("the lock is not needed any more");
            }
        } catch (InterruptedException e) {
            throw Pause.interrupted("tags are set", e);
        }
    }

    /**
     * Soon at first, since a slow process that had found the lock free may have written its own note after we trusted ours;
     * then every third time: the longer that process took, the longer it waits.
     */
    private void renewInTurn() {
        turns++;
        if (turns == 1 || turns % LockTimes.LATER == 0) {
            renew();
        }
    }

    /** Renews each lock, even if another renewal fails; {@link #require} finds out whether the failure matters. */
    private void renew() {
        if (closing.getCount() == 0) {
            return;
        }
        tryEach(RepositoryLock::renew);
    }

    private void tryEach(IoConsumer<RepositoryLock> task) {
        try {
            locks.each(lock -> {
                try {
                    task.accept(lock);
                } catch (IOException | RuntimeException e) {
                    trouble = e;
                }
            });
        } catch (IOException e) {
            trouble = e;
        }
    }

    /**
     * Releases the lock, whether it is held, being acquired, or was never asked for, and waits for that. If the release
     * fails, the lock expires.
     */
    @Override
    public void close() {
        release();
        Pause.quietly(() -> thread.awaitTermination(LONGEST_FREEING.toSeconds(), TimeUnit.SECONDS));
    }

    /** Begins to release the lock, without waiting. */
    synchronized void release() {
        if (closing.getCount() > 0) {
            closing.countDown();
            thread.execute(() -> tryEach(RepositoryLock::free));
            thread.shutdown();
        }
    }
}
