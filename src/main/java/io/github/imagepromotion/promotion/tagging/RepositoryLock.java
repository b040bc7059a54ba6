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
import io.github.imagepromotion.registry.Repository.Swap;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The lock of one repository: what stands under its {@link LockTag}. Used by one thread at a time but for its lease. */
final class RepositoryLock {
    /** For so long a registry may not find a tag while another client writes it. */
    private static final Duration HALF_WRITTEN = Duration.ofMillis(40);

    /** What was answered longer ago, because this process stood still, is read again before a note is written. */
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(100);

    /** After so many attempts a note is written all the same, or the registry's failure told. */
    private static final int TRIES = 5;

    /** A registry that does not show what was written so often does not keep it. */
    private static final int MOST_UNSEEN = 20;

    /** The same, where it was asked patiently each time, and what it shows did not change meanwhile. */
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
    private volatile Optional<Lease> lease = Optional.empty();
    private long asked;
    private long answered;
    private Optional<Manifest> confirmed = Optional.empty();

    /**
     * Somebody else's note.
     *
     * @param note its digest
     * @param id of who wrote it
     * @param holder the same, for people
     * @param since when it was read first
     */
    private record Rival(Optional<Digest> note, String id, String holder, long since) {
        static final Rival NOBODY = new Rival(Optional.empty(), "", "", 0);

        static Rival of(Manifest note) {
            return new Rival(digest(Optional.of(note)), LockNote.id(note), LockNote.holder(note), System.nanoTime());
        }
    }

    /**
     * A note of ours.
     *
     * @param note its digest
     * @param held whether it says that we hold the lock, and do not only ask for it
     * @param since when it was about to be written
     * @param abandonment after which it says that others may take the lock
     * @param step that writing it took, from asking what was there; zero where the repository compared by itself
     */
    private record Lease(Digest note, boolean held, long since, Duration abandonment, Duration step) {
        boolean isReliable() {
            return System.nanoTime() - since < LockTimes.reliance(abandonment).toNanos();
        }
    }

    /**
     * @param repository whose tags are to be set
     * @param author of our notes
     * @param times of the lock
     * @param repositories that are locked together
     * @param slowestRequest that any of them has seen, in nanoseconds
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

    /** Who holds it, for people. */
    String holder() {
        return rival.holder();
    }

    /** By which one holder is told from another; empty where nobody holds it. */
    String holderId() {
        return rival.id();
    }

    /** How long our last write took, from asking what was there; zero where the repository compared by itself. */
    Duration step() {
        return lease.map(Lease::step).orElse(Duration.ZERO);
    }

    /** Whether our last note counts for everyone still. */
    boolean isReliable() {
        return lease.filter(Lease::isReliable).isPresent();
    }

    /** Looks whether it may be taken. */
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

    /** After what time another one's note counts as abandoned: what it says, within bounds, or longer where we are slow. */
    private Duration patience(Manifest note) {
        Duration own = abandonment();
        Duration said = times.bounded(LockNote.abandonedAfter(note).orElse(own));
        return said.compareTo(own) > 0 ? said : own;
    }

    private Duration abandonment() {
        return times.abandonment(repositories, Duration.ofNanos(slowestRequest.get()));
    }

    /** Asks for the lock: writes our note if it is free. */
    void ask() throws IOException {
        lease = Optional.empty();
        boolean decided = false;
        for (int tries = 1; !decided; tries++) {
            Optional<Manifest> now = read();
            decided = !isFree(now) || write(now, false, tries == TRIES);
        }
    }

    /** After a while: whether it still says us. */
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

    /** Says that we hold it, by what {@link #confirm} has just read. */
    void announce() throws IOException {
        if (confirmed.isEmpty() || System.nanoTime() - answered > FRESH || !write(confirmed, true, false)) {
            renew();
        }
    }

    /** Says that we hold it, or that we still do; if we do not, nothing is written. */
    void renew() throws IOException {
        boolean decided = false;
        for (int tries = 1; !decided; tries++) {
            Optional<Manifest> now = read();
            if (isOursOrMistaken(now)) {
                decided = write(now, true, tries == TRIES);
            } else {
                lease = Optional.empty();
                decided = true;
            }
        }
    }

    /**
     * Nobody may take the lock while our note counts. Who was too slow, and wrote over it what he had decided long before,
     * waits, and finds ours again; who holds the lock, since he found us dead, keeps it.
     */
    private boolean isOursOrMistaken(Optional<Manifest> now) {
        return now.filter(author::wrote).isPresent()
                || (isReliable() && now.filter(LockNote::isHeld).isEmpty());
    }

    /** Frees it, if it says us. */
    void free() throws IOException {
        Optional<Lease> last = lease;
        lease = Optional.empty();
        if (last.isEmpty()) {
            return;
        }
        boolean certain = last.get().held() && last.get().isReliable();
        Optional<Digest> now = certain ? last.map(Lease::note) : digest(read().filter(author::wrote));
        if (now.isPresent()) {
            repository.swap(LockTag.TAG, now, author.free(), Precondition.NONE);
        }
    }

    /**
     * @param now what was read
     * @param held whether to say that we hold it
     * @param anyway whether to write it even if what was read is out of date; a registry that fails then says so
     * @return whether it was written, or somebody else's came first; if not, it has to be read again
     */
    private boolean write(Optional<Manifest> now, boolean held, boolean anyway) throws IOException {
        Duration abandonment = abandonment();
        Manifest note = author.note(held, abandonment);
        long began = System.nanoTime();
        Swap swap;
        try {
            swap = repository.swap(
                    LockTag.TAG, digest(now), note, anyway ? Precondition.NONE : () -> requireFresh(began));
        } catch (StaleException e) {
            return false;
        } catch (ImmutableTagException e) {
            throw e.ofOwnTag("Tagged nothing: '" + displayName() + "' refuses to change tag '" + LockTag.TAG
                    + "', by which promotions wait for each other");
        }
        measure(began);
        Duration step = swap == Swap.ATOMIC ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - asked);
        lease = swap == Swap.CONFLICT
                ? Optional.empty()
                : Optional.of(new Lease(note.descriptor().digest(), held, began, abandonment, step));
        return true;
    }

    private static void requireFresh(long began) throws StaleException {
        if (System.nanoTime() - began > FRESH) {
            throw new StaleException();
        }
    }

    /** What was read cannot be acted upon any more. */
    private static final class StaleException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private Optional<Manifest> read() throws IOException {
        Optional<Manifest> note = readOnce();
        if (note.isPresent()) {
            return note;
        }
        Pause.SLEEP.of(HALF_WRITTEN, "tags are set");
        return readOnce();
    }

    private Optional<Manifest> readOnce() throws IOException {
        asked = System.nanoTime();
        Optional<Manifest> note = LockNote.read(repository);
        answered = System.nanoTime();
        measure(asked);
        return note;
    }

    private void measure(long began) {
        slowestRequest.accumulateAndGet(System.nanoTime() - began, Math::max);
    }

    private static Optional<Digest> digest(Optional<Manifest> note) {
        return note.map(Manifest::descriptor).map(Descriptor::digest);
    }
}
