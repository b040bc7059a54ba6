package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The locks of some repositories, in the order of their names.
 *
 * @param all each of them once
 */
record RepositoryLocks(List<RepositoryLock> all) {

    static final RepositoryLocks NONE = new RepositoryLocks(List.of());

    /** Small requests to a registry in parallel. */
    static final int AT_ONCE = 32;

    /** So few at once do not make each other wait. */
    private static final int FEW = 4;

    /**
     * How many locks of a registry are asked for at once: one more after each that was answered in time, one fewer after
     * each that had to wait for others. The longer it takes, the later a note is trusted ({@link LockTimes#wait}).
     */
    private static final class Window {
        private int size = FEW;
        private int underWay;
        private long quickest = Long.MAX_VALUE;

        void ask(RepositoryLock lock) throws IOException {
            enter();
            long began = System.nanoTime();
            try {
                lock.ask();
            } finally {
                leave(System.nanoTime() - began);
            }
        }

        private synchronized void enter() throws InterruptedIOException {
            try {
                while (underWay >= size) {
                    wait();
                }
            } catch (InterruptedException e) {
                throw Pause.interrupted("tags are set", e);
            }
            underWay++;
        }

        private synchronized void leave(long took) {
            underWay--;
            quickest = Math.min(quickest, took);
            size = took < 2 * quickest ? Math.min(size + 1, AT_ONCE) : Math.max(size - 1, FEW);
            notifyAll();
        }
    }

    /**
     * @param repositories to be locked
     * @param lock is given a repository and how many there are, and returns its lock
     * @return one for each name
     */
    static RepositoryLocks of(
            Collection<Repository> repositories, BiFunction<Repository, Integer, RepositoryLock> lock) {
        Map<String, Repository> byName = new TreeMap<>();
        repositories.forEach(repository -> byName.put(repository.displayName(), repository));
        return new RepositoryLocks(byName.values().stream()
                .map(repository -> lock.apply(repository, byName.size()))
                .toList());
    }

    int size() {
        return all.size();
    }

    /** {@return whether they are more than can be asked for at once, so that an answer is old when all have answered} */
    boolean areMany() {
        return all.size() > AT_ONCE;
    }

    RepositoryLock get(int index) {
        return all.get(index);
    }

    RepositoryLocks from(int index) {
        return new RepositoryLocks(all.subList(index, all.size()));
    }

    RepositoryLocks first(int count) {
        return new RepositoryLocks(all.subList(0, count));
    }

    /** A registry that makes us wait does not keep the locks in others from being renewed. */
    void each(IoConsumer<RepositoryLock> task) throws IOException {
        Parallel.inGroups(all, RepositoryLock::registry, AT_ONCE, task);
    }

    /** Requests all of them. */
    void ask() throws IOException {
        Map<String, Window> windows = new ConcurrentHashMap<>();
        each(lock -> windows.computeIfAbsent(lock.registry(), registry -> new Window())
                .ask(lock));
    }

    /** {@return how long it takes until all notes that were just written are trusted} */
    Duration untilTrusted() {
        return all.stream()
                .map(RepositoryLock::untilTrusted)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** @param announcing at once, since what each is found to say is out of date when all have been read */
    void confirm(boolean announcing) throws IOException {
        each(lock -> {
            lock.confirm();
            if (announcing && lock.isReliable()) {
                lock.announce();
            }
        });
    }

    /** {@return those that we do not hold, or not for certain} */
    List<RepositoryLock> lost() {
        return all.stream().filter(lock -> !lock.isReliable()).toList();
    }

    /**
     * Releases all locks after the first one that we do not hold.
     *
     * @return how many we hold before that one
     */
    int keep() throws IOException {
        int owned = 0;
        while (owned < all.size() && all.get(owned).isReliable()) {
            owned++;
        }
        from(owned).each(RepositoryLock::free);
        return owned;
    }
}
