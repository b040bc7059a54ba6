package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.transport.Attempts;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Makes our own writes visible to our reads in a registry where they appear only seconds later: a read that returns the
 * state before our write is repeated, a limited number of times with growing delays. Later writes of others are
 * accepted at once. Safe for use by several threads.
 */
final class ReadYourWrites {
    /** Reads, over about 20 s. */
    private static final int LOOKS = 8;

    private final RetryPolicy retryPolicy;
    private final Map<Name, Digest> seen = new ConcurrentHashMap<>();
    private final Map<Name, Written> written = new ConcurrentHashMap<>();

    ReadYourWrites(RetryPolicy retryPolicy) {
        this.retryPolicy = retryPolicy.attempts(LOOKS);
    }

    /** A tag or digest of a repository. */
    record Name(RepositoryName repository, Reference reference) {}

    /**
     * A manifest that was put.
     *
     * @param digest of the manifest
     * @param before digests that may still be read for a while
     * @param overdue whether waiting for it has failed, so that no read waits again
     */
    private record Written(Digest digest, Set<Digest> before, boolean overdue) {
        boolean isDue(Optional<Digest> now) {
            return !overdue && !isShown(now);
        }

        boolean isShown(Optional<Digest> now) {
            return now.isPresent() && (now.get().equals(digest) || !before.contains(now.get()));
        }
    }

    /** Registers that a manifest is about to be put under a name. */
    void write(Name name, Digest digest) {
        Set<Digest> before = new HashSet<>();
        Optional.ofNullable(seen.get(name)).ifPresent(before::add);
        Optional.ofNullable(written.get(name)).ifPresent(last -> {
            before.add(last.digest());
            before.addAll(last.before());
        });
        before.remove(digest);
        written.put(name, new Written(digest, Set.copyOf(before), false));
    }

    /**
     * @param name to read
     * @param what the operation, as messages name it after "Cannot"
     * @return what the registry has under that name; empty if there is nothing
     */
    <T> Optional<T> read(Name name, String what, IoSupplier<Optional<T>> look, Function<T, Digest> digest)
            throws IOException {
        Optional<T> now = look.get();
        Written ours = written.get(name);
        if (ours != null && ours.isDue(now.map(digest))) {
            Attempts attempts = retryPolicy.begin(what);
            while (!ours.isShown(now.map(digest)) && attempts.again("not shown yet")) {
                now = look.get();
            }
            if (!ours.isShown(now.map(digest))) {
                written.replace(name, ours, new Written(ours.digest(), ours.before(), true));
            }
        }
        now.map(digest).ifPresent(there -> seen.put(name, there));
        return now;
    }
}
