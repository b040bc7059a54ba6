package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Lets one promotion at a time set the moving tags of an environment. Where one tag is all that moves no lock is needed;
 * where several do, in the repositories of a set or in one, two promotions could leave some tags of the one and some of
 * the other.
 *
 * <p>Registries have no compare-and-swap, so this is Fischer's algorithm (Lamport, "A Fast Mutual Exclusion Algorithm",
 * 1987, section 2) with the {@link LockTag} of each repository as the variable: find it free, write who we are, wait until
 * everyone who found it free, too, must have written, and go on if it still says us. The lock is held for as long as
 * tagging takes. Who was killed while he held it is passed by when nothing about it has changed for {@link #ABANDONED}.
 */
public final class TagLock {
    /** Of the slowest step that we took ourselves: so much longer another one may take. */
    private static final int SLOWER = 5;

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(300);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration RENEWED_AFTER = Duration.ofSeconds(5);
    private static final Duration ABANDONED = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LONGEST_PAUSE = 400;

    private final Tag tag;
    private final String holder;
    private final Clock clock;
    private final Duration abandoned;
    private final String id = UUID.randomUUID().toString();
    private final RandomGenerator random = new Random();

    /** When somebody else's note was first seen, by its digest: clocks of two machines are not compared. */
    private final Map<Digest, Long> seen = new LinkedHashMap<>();

    /**
     * @param environment whose tags are set
     * @param holder who sets them, for people
     * @param clock tells since when
     */
    public TagLock(String environment, String holder, Clock clock) {
        this(environment, holder, clock, ABANDONED);
    }

    TagLock(String environment, String holder, Clock clock, Duration abandoned) {
        this.tag = LockTag.of(environment);
        this.holder = holder;
        this.clock = clock;
        this.abandoned = abandoned;
    }

    /**
     * @param moving tags that are to move
     * @param stillDue asked before each try: throws if another promotion did already what makes this one void
     * @return the lock, to be closed when they have moved
     * @throws ImageException if others hold it all the time
     */
    Held take(List<TagMove> moving, StillDue stillDue) throws IOException {
        Map<String, Repository> repositories = new TreeMap<>();
        moving.forEach(move -> repositories.put(move.repository().displayName(), move.repository()));
        Held held = new Held(moving.size() > 1 ? repositories.values() : List.of());
        long began = System.nanoTime();
        stillDue.require();
        while (!held.tryTake()) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new ImageException("Tagged nothing: others have been setting tags of this environment for "
                        + PATIENCE.toMinutes() + " minutes, now " + held.rival() + " (tag '" + tag
                        + "'). When they have ended, run the promotion again.");
            }
            pause(Duration.ofMillis(LONGEST_PAUSE / 4 + random.nextInt(LONGEST_PAUSE)));
            stillDue.require();
        }
        return held;
    }

    /** Whether there is still a reason to wait for the lock. */
    interface StillDue {
        void require() throws IOException;
    }

    private static void pause(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while others set tags");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** The lock of some repositories: of all of them, or of none. */
    final class Held implements AutoCloseable {
        private final Collection<Repository> repositories;
        private Manifest note = note();
        private long written;
        private String rival = "";

        private Held(Collection<Repository> repositories) {
            this.repositories = repositories;
        }

        private Manifest note() {
            return LockNote.taken(holder, id, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        }

        private boolean tryTake() throws IOException {
            long slowest = 0;
            for (Repository repository : repositories) {
                long began = System.nanoTime();
                if (!isFree(repository)) {
                    close();
                    return false;
                }
                write(repository);
                slowest = Math.max(slowest, System.nanoTime() - began);
            }
            if (!repositories.isEmpty()) {
                pause(longEnough(slowest));
            }
            for (Repository repository : repositories) {
                if (!isOurs(repository)) {
                    close();
                    return false;
                }
            }
            return true;
        }

        private Duration longEnough(long slowestNanos) {
            Duration asOthersMayTake = Duration.ofNanos(slowestNanos * SLOWER);
            Duration wait = asOthersMayTake.compareTo(SHORTEST_WAIT) > 0 ? asOthersMayTake : SHORTEST_WAIT;
            return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        }

        private boolean isFree(Repository repository) throws IOException {
            Optional<Manifest> now = repository.manifest(tag).filter(LockNote::isTaken);
            if (now.isEmpty()
                    || now.get().descriptor().digest().equals(note.descriptor().digest())) {
                return true;
            }
            rival = LockNote.holder(now.get());
            long first = seen.computeIfAbsent(now.get().descriptor().digest(), digest -> System.nanoTime());
            return System.nanoTime() - first > abandoned.toNanos();
        }

        private void write(Repository repository) throws IOException {
            repository.tag(tag, note);
            written = System.nanoTime();
        }

        private boolean isOurs(Repository repository) throws IOException {
            return repository
                    .resolve(tag)
                    .map(Descriptor::digest)
                    .equals(Optional.of(note.descriptor().digest()));
        }

        String rival() {
            return rival;
        }

        /** @return whether time has passed since it was last asked whether this is still due */
        boolean waited() {
            return !repositories.isEmpty();
        }

        /** Shows others that we are at work; nothing more is set if one of them took us for dead. */
        void renew() throws IOException {
            if (repositories.isEmpty() || System.nanoTime() - written < RENEWED_AFTER.toNanos()) {
                return;
            }
            for (Repository repository : repositories) {
                if (!isOurs(repository)) {
                    throw new ImageException("Stopped before all tags were set: another promotion took over in '"
                            + repository.displayName() + "', since this one stood still for too long. See what is there"
                            + " now (image:status), and run the promotion again if it still is to be made.");
                }
            }
            note = note();
            for (Repository repository : repositories) {
                write(repository);
            }
        }

        /** Frees what says us. */
        @Override
        public void close() throws IOException {
            for (Repository repository : repositories) {
                if (isOurs(repository)) {
                    repository.tag(tag, LockNote.free());
                }
            }
        }
    }
}
