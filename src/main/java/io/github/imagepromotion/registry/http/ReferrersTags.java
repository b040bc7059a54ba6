package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes what tags name where others change it at the same time. Registries have no compare-and-swap: the last writer
 * wins (conditional requests are a proposal since 2021, distribution-spec pull request 251, that no release has). So a
 * change is made of what is there right before, and looked after: when so much time has passed that whoever read before we
 * wrote has written too, whatever was lost by that is written again. All changes are looked after together, by
 * {@link #awaitReferrers}. Safe for use by several threads.
 */
final class ReferrersTags {
    private static final int AT_ONCE = 8;

    private final RemoteName repository;
    private final Manifests manifests;
    private final Map<Tag, ReferrersTag> tags = new ConcurrentHashMap<>();

    ReferrersTags(RemoteName repository, Manifests manifests) {
        this.repository = repository;
        this.manifests = manifests;
    }

    private ReferrersTag of(Tag tag) {
        return tags.computeIfAbsent(tag, key -> new ReferrersTag(repository, manifests, key));
    }

    /**
     * Reads what a tag names; one that is not there need be looked for only once more before it is set.
     *
     * @param tag to read
     * @return what it names, empty if it is not there
     */
    Optional<Manifest> get(Tag tag) throws IOException {
        Optional<Manifest> now = manifests.get(tag);
        if (now.isEmpty()) {
            of(tag).isAbsent();
        }
        return now;
    }

    /**
     * Looks at what a tag names that is to be changed in a moment, so that the change need not.
     *
     * @param tag to look at
     */
    void expect(Tag tag) throws IOException {
        of(tag).expect();
    }

    /**
     * @param tag to change, and to be looked after by {@link #awaitReferrers}
     * @param change is given what the tag names, and says what it has to name, empty if it is so already; asked again whenever
     *     the tag names something else
     * @throws ImageException if others write it all the time
     */
    void change(Tag tag, IoFunction<Optional<Manifest>, Optional<Manifest>> change) throws IOException {
        of(tag).change(change);
    }

    /**
     * Returns when no writer that is known to be under way can have lost what was changed.
     *
     * @throws ImageException if others write it all the time
     */
    void awaitReferrers() throws IOException {
        Parallel.forEach(tags.values(), AT_ONCE, ReferrersTag::awaitReferrers);
    }

    /**
     * Finds out whether a tag that is there can be changed, by writing what it names once more, marked as written again: that
     * is another manifest. If it was changed here, or others change it meanwhile, it can be.
     *
     * @param tag to try
     * @param there what of that which the tag names counts
     * @throws io.github.imagepromotion.registry.ImmutableTagException if it cannot
     */
    void requireChangeable(Tag tag, IoFunction<Optional<Manifest>, Optional<Manifest>> there) throws IOException {
        of(tag).requireChangeable(there);
    }
}
