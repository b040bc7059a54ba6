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
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
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
 * Algorithm", 1987, section 2) with the {@link LockTag} of each repository as the variable: find it free, write who we
 * are, wait until everyone who found it free, too, must have written, and go on if it still says us.
 *
 * <p>All repositories are asked for side by side. Who does not get all of them keeps those before the first that he did not
 * get, in the order of their names, and frees the others: so the first that two sets have in common decides, and nobody
 * waits for one who waits for him. What is held is renewed until it is freed; who was killed is passed by when nothing about
 * his note has changed for as long as {@link LockTimes#abandonment} says.
 *
 * <p>A thread of its own takes, renews and frees it, so that it can be taken while content is on its way.
 */
public final class TagLock implements AutoCloseable {
    /** Small requests at once. */
    static final int AT_ONCE = 32;

    private static final Duration LONGEST_FREEING = Duration.ofMinutes(1);

    private final Author author;
    private final LockTimes times;
    private final AtomicLong slowestRequest = new AtomicLong();
    private final RandomGenerator random = new Random();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> taken = new CompletableFuture<>();
    private final CompletableFuture<Void> announced = new CompletableFuture<>();
    private final ScheduledThreadPoolExecutor thread;

    private volatile List<RepositoryLock> locks = List.of();
    private volatile @Nullable Exception trouble;

    /**
     * @param holder who sets tags, for people
     * @param clock tells since when
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
     * Begins to take it; only the first call counts.
     *
     * @param repositories of the set
     * @param stillDue asked before each try: throws if others did already what makes this one void
     * @param onceTaken called when it is taken, in a thread of its own while others are told, or with the reason when it
     *     cannot be taken
     */
    synchronized void begin(
            Collection<Repository> repositories, Precondition stillDue, Consumer<Optional<Throwable>> onceTaken) {
        if (!locks.isEmpty()) {
            return;
        }
        Map<String, Repository> byName = new TreeMap<>();
        repositories.forEach(repository -> byName.put(repository.displayName(), repository));
        locks = byName.values().stream()
                .map(each -> new RepositoryLock(each, author, times, byName.size(), slowestRequest))
                .toList();
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
            Parallel.forEach(locks, AT_ONCE, RepositoryLock::announce);
            announced.complete(null);
            long pause = times.renewal().toMillis();
            thread.scheduleWithFixedDelay(this::renew, pause, pause, TimeUnit.MILLISECONDS);
        } catch (IOException | RuntimeException | Error e) {
            taken.completeExceptionally(e);
            announced.completeExceptionally(e);
        }
    }

    /**
     * Waits until it is taken.
     *
     * @throws ImageException if others hold it all the time
     */
    void await() throws IOException {
        Parallel.await(taken, "tags are set");
    }

    /**
     * Asked before each write under the lock.
     *
     * @throws LockLostException if another one took it, or may have, since nothing was heard of us
     */
    void require() throws IOException {
        Parallel.await(announced, "tags are set");
        if (lost().isEmpty()) {
            return;
        }
        Parallel.await(thread.submit(this::renew), "tags are set");
        List<RepositoryLock> lost = lost();
        if (!lost.isEmpty()) {
            throw new LockLostException(lost.get(0).displayName(), trouble);
        }
    }

    private List<RepositoryLock> lost() {
        return locks.stream().filter(lock -> !lock.isReliable()).toList();
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

    /** {@return how many are ours, in the order of their names} */
    private int askFrom(int first) throws IOException {
        List<RepositoryLock> rest = locks.subList(first, locks.size());
        Parallel.forEach(rest, AT_ONCE, RepositoryLock::ask);
        int asked = keep(first);
        List<RepositoryLock> hoped = locks.subList(first, asked);
        Duration slowest = hoped.stream()
                .map(RepositoryLock::step)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (!slowest.isZero()) {
            pause(times.wait(slowest));
        }
        Parallel.forEach(hoped, AT_ONCE, RepositoryLock::confirm);
        return keep(first);
    }

    /** Frees all after the first that is not ours, which is looked for from that one on. */
    private int keep(int first) throws IOException {
        int owned = first;
        while (owned < locks.size() && locks.get(owned).isReliable()) {
            owned++;
        }
        Parallel.forEach(locks.subList(owned, locks.size()), AT_ONCE, RepositoryLock::free);
        return owned;
    }

    /**
     * Waits until the first that is not ours is free, or another one's, and renews those that are. The rest is looked at from
     * time to time: who died holds many, and is to be found dead in all of them at about the same time. Who was waited for in
     * vain for long may wait for us under another name of the same repository: then all are freed.
     *
     * @return how many are ours still
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
                Parallel.forEach(locks, AT_ONCE, RepositoryLock::free);
                pause(times.pause().multipliedBy(random.nextInt(10)));
                return 0;
            }
            if (isPast(renewed, times.renewal())) {
                renewed = System.nanoTime();
                Parallel.forEach(locks.subList(0, owned), AT_ONCE, RepositoryLock::renew);
                int kept = keep(0);
                if (kept < owned) {
                    return kept;
                }
            }
            if (isPast(looked, times.look())) {
                looked = System.nanoTime();
                Parallel.forEach(locks.subList(owned + 1, locks.size()), AT_ONCE, RepositoryLock::isFree);
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

    /** One that fails does not keep others from being renewed; whether that matters is asked before each write. */
    private void renew() {
        if (closing.getCount() == 0) {
            return;
        }
        each(RepositoryLock::renew);
    }

    private void each(IoConsumer<RepositoryLock> task) {
        try {
            Parallel.forEach(locks, AT_ONCE, lock -> {
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
     * Frees it, whether it was taken, is about to be, or was not asked for. If that fails, it counts as abandoned after a
     * while.
     */
    @Override
    public void close() {
        release();
        try {
            thread.awaitTermination(LONGEST_FREEING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to free it: nobody waits for that. */
    synchronized void release() {
        if (closing.getCount() > 0) {
            closing.countDown();
            thread.execute(() -> each(RepositoryLock::free));
            thread.shutdown();
        }
    }
}
