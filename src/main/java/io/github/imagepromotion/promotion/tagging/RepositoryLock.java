package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.tagging.LockNote.Author;
import io.github.imagepromotion.registry.ImmutableTagException;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.Sight;
import io.github.imagepromotion.registry.Repository.Swap;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The lock of one repository: the manifest under its {@link LockTag}. Used by one thread at a time, except its lease. */
final class RepositoryLock {
    /** How long a tag may be missing in some registries while another client writes it. */
    private static final Duration HALF_WRITTEN = Duration.ofMillis(40);

    /** A response older than this, because the process was suspended, is read again before a note is written. */
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(100);

    /** After this number of attempts a note is written anyway, or the registry's error is reported. */
    private static final int TRIES = 5;

    /** A registry that does not show a written note this often does not keep it. */
    private static final int MOST_UNSEEN = 20;

    /** The same, if we waited each time, and what it shows did not change. */
    private static final int LONG_UNSEEN = 3;

    private final Repository repository;
    private final Author author;
    private final LockTimes times;
    private final int repositories;
    private final AtomicLong slowestRequest;

    private int unseen;
    private Optional<Digest> shownInstead = Optional.empty();
    private long unseenSince;
    private Rival rival = Rival.NOBODY;
    private volatile Optional<LockLease> lease = Optional.empty();
    private long asked;
    private long answered;
    private Optional<Manifest> confirmed = Optional.empty();

    /**
     * The note of another process.
     *
     * @param note its digest
     * @param id id of its author
     * @param holder name of its author
     * @param since when it was first read
     */
    private record Rival(Optional<Digest> note, String id, String holder, long since) {
        static final Rival NOBODY = new Rival(Optional.empty(), "", "", 0);

        static Rival of(Manifest note) {
            return new Rival(digest(Optional.of(note)), LockNote.id(note), LockNote.holder(note), System.nanoTime());
        }
    }

    /**
     * @param repository repository whose tags are to be set
     * @param author author of our notes
     * @param times times of the lock
     * @param repositories number of repositories locked together
     * @param slowestRequest slowest request to any of them, in nanoseconds
     */
    RepositoryLock(Repository repository, Author author, LockTimes times, int repositories, AtomicLong slowestRequest) {
        this.repository = repository;
        this.author = author;
        this.times = times;
        this.repositories = repositories;
        this.slowestRequest = slowestRequest;
    }

    String displayName() {
        return repository.displayName();
    }

    String registry() {
        return repository.registry();
    }

    /** {@return name of the holder} */
    String holder() {
        return rival.holder();
    }

    /** {@return id of the holder; empty if there is none} */
    String holderId() {
        return rival.id();
    }

    /** {@return time to {@link #confirm} after our last write; zero if the repository compares and swaps} */
    Duration untilTrusted() {
        return lease.map(LockLease::untilTrusted).orElse(Duration.ZERO);
    }

    /** {@return whether our last note still holds for everyone} */
    boolean isReliable() {
        return lease.filter(LockLease::isReliable).isPresent();
    }

    /** Reads whether the lock can be requested. */
    boolean isFree() throws IOException {
        return isFree(read());
    }

    private boolean isFree(Optional<Manifest> note) {
        Optional<Manifest> others = note.filter(LockNote::isTaken).filter(taken -> !author.wrote(taken));
        if (!digest(others).equals(rival.note())) {
            rival = others.map(Rival::of).orElse(Rival.NOBODY);
        }
        return others.isEmpty()
                || asked - rival.since() > patience(others.get()).toNanos();
    }

    /**
     * {@return the time after which another process's note counts as abandoned: what it says, within limits, or longer
     * if we are slow}
     */
    private Duration patience(Manifest note) {
        Duration own = abandonment();
        Duration said = times.bounded(LockNote.abandonedAfter(note).orElse(own));
        return said.compareTo(own) > 0 ? said : own;
    }

    private Duration abandonment() {
        return times.abandonment(repositories, Duration.ofNanos(slowestRequest.get()));
    }

    /** Requests the lock: writes our note if it is free. */
    void ask() throws IOException {
        lease = Optional.empty();
        boolean decided = false;
        for (int tries = 1; !decided; tries++) {
            Optional<Manifest> now = read();
            decided = !isFree(now) || write(digest(now), false, tries == TRIES);
        }
    }

    /** Reads, some time after {@link #ask}, whether our note is still there. */
    void confirm() throws IOException {
        Optional<Manifest> now = read();
        confirmed = now.filter(author::wrote);
        if (confirmed.isPresent()) {
            return;
        }
        lease = Optional.empty();
        countUnseen(now);
        if (unseen == MOST_UNSEEN || (unseen >= LONG_UNSEEN && isUnseenForLong())) {
            throw new ImageException("Tagged nothing: tag '" + LockTag.TAG + "' of '" + displayName() + "' was set "
                    + unseen + " times, and reads back as "
                    + (now.isEmpty() ? "absent" : now.get().descriptor().digest())
                    + ". The registry did not keep what it was given, or shows it much later: without that no two"
                    + " promotions can be kept apart. Ask whoever runs it.");
        }
    }

    private void countUnseen(Optional<Manifest> now) {
        unseen = now.filter(LockNote::isTaken).isPresent() ? 0 : unseen + 1;
        if (unseen <= 1 || !digest(now).equals(shownInstead)) {
            shownInstead = digest(now);
            unseenSince = System.nanoTime();
        }
    }

    private boolean isUnseenForLong() {
        return System.nanoTime() - unseenSince
                > times.shortestAbandonment().multipliedBy(2).toNanos();
    }

    /** Claims the lock, unless it is claimed already, based on what {@link #confirm} has just read. */
    void announce() throws IOException {
        if (lease.filter(LockLease::isClaim).isPresent()) {
            return;
        }
        if (confirmed.isEmpty() || System.nanoTime() - answered > FRESH || !write(digest(confirmed), true, false)) {
            renew();
        }
    }

    /** Renews our claim, unless it is still there and new; if we no longer hold the lock, nothing is written. */
    void renew() throws IOException {
        Optional<LockLease> ours = lease.filter(LockLease::held);
        Optional<Digest> note = ours.map(LockLease::note);
        boolean there = note.isPresent()
                && repository.resolve(LockTag.TAG).map(Descriptor::digest).equals(note);
        boolean isNew = ours.filter(claim -> claim.isYounger(times.renewal().multipliedBy(2)))
                .isPresent();
        boolean decided = there && (isNew || write(note, true, false));
        for (int tries = 1; !decided; tries++) {
            Optional<Manifest> now = read();
            if (isOursOrMistaken(now)) {
                decided = write(digest(now), true, tries == TRIES);
            } else {
                lease = Optional.empty();
                decided = true;
            }
        }
    }

    /**
     * No process may take the lock while our note holds. A slow process that overwrote it, having found the lock free
     * long before, waits and will find our note again; one that claims the lock, because it found our note abandoned,
     * keeps it.
     */
    private boolean isOursOrMistaken(Optional<Manifest> now) {
        return now.filter(author::wrote).isPresent()
                || (isReliable() && now.filter(LockNote::isHeld).isEmpty());
    }

    /** Releases the lock, if we hold it. */
    void free() throws IOException {
        Optional<LockLease> last = lease;
        lease = Optional.empty();
        if (last.isEmpty()) {
            return;
        }
        boolean certain = last.get().isClaim();
        Optional<Digest> now = certain ? last.map(LockLease::note) : digest(read().filter(author::wrote));
        if (now.isPresent()) {
            repository.swap(LockTag.TAG, now, author.free(), Precondition.NONE);
        }
    }

    /**
     * @param now what was read
     * @param held whether to claim the lock
     * @param anyway whether to write even if what was read is out of date, and report an error of the registry
     * @return whether the note was written; if not, another process may have written, so it must be read again
     */
    private boolean write(Optional<Digest> now, boolean held, boolean anyway) throws IOException {
        Duration abandonment = abandonment();
        Manifest note = author.note(held, abandonment);
        long began = System.nanoTime();
        Swap swap;
        try {
            swap = repository.swap(LockTag.TAG, now, note, anyway ? Precondition.NONE : () -> requireFresh(began));
        } catch (StaleException e) {
            return false;
        } catch (ImmutableTagException e) {
            throw e.ofOwnTag("Tagged nothing: '" + displayName() + "' refuses to change tag '" + LockTag.TAG
                    + "', by which promotions wait for each other");
        }
        slowestRequest.accumulateAndGet(System.nanoTime() - began, Math::max);
        Duration wait = swap == Swap.ATOMIC ? Duration.ZERO : times.wait(since(answered), since(asked));
        lease = swap == Swap.CONFLICT
                ? Optional.empty()
                : Optional.of(LockLease.of(note, held, began, abandonment, wait));
        return true;
    }

    private static Duration since(long time) {
        return Duration.ofNanos(System.nanoTime() - time);
    }

    private static void requireFresh(long began) throws StaleException {
        if (System.nanoTime() - began > FRESH) {
            throw new StaleException();
        }
    }

    /** What was read is too old to act on. */
    private static final class StaleException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private Optional<Manifest> read() throws IOException {
        Sight sight = readOnce();
        if (!sight.certain()) {
            Pause.SLEEP.of(HALF_WRITTEN, "tags are set");
            sight = readOnce();
        }
        return sight.there();
    }

    private Sight readOnce() throws IOException {
        asked = System.nanoTime();
        Sight note = LockNote.read(repository);
        answered = System.nanoTime();
        slowestRequest.accumulateAndGet(System.nanoTime() - asked, Math::max);
        return note;
    }

    private static Optional<Digest> digest(Optional<Manifest> note) {
        return note.map(Manifest::descriptor).map(Descriptor::digest);
    }
}
