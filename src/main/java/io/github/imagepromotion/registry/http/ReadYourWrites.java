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
 * Reads what was just written here in a registry that shows it seconds later only: what reads as it was before our write
 * is asked for again, with growing pauses and not for ever. What others wrote since is believed at once. Safe for use by
 * several threads.
 */
final class ReadYourWrites {
    /** Some 20 s in all. */
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
     * A manifest that we put.
     *
     * @param digest of it
     * @param before what may be shown for a while, other than nothing
     * @param overdue whether it was waited for in vain: nobody waits for it again
     */
    private record Written(Digest digest, Set<Digest> before, boolean overdue) {
        boolean isDue(Optional<Digest> now) {
            return !overdue && !isShown(now);
        }

        boolean isShown(Optional<Digest> now) {
            return now.isPresent() && (now.get().equals(digest) || !before.contains(now.get()));
        }
    }

    /** A manifest is about to be put under a name. */
    void write(Name name, Digest digest) {
        Set<Digest> before = new HashSet<>();
        Optional.ofNullable(seen.get(name)).ifPresent(before::add);
        Optional.ofNullable(written.get(name)).ifPresent(last -> {
            before.add(last.digest());
            before.addAll(last.before());
        });
        before.remove(digest);
        written.put(name, new Written(digest, before, false));
    }

    /**
     * @param name to look at
     * @param what is done, as a message says it after "Cannot"
     * @return what is there
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
