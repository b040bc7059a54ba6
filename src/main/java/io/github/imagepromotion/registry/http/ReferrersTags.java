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
 * Changes the lists of referrers that tags name, while other clients may change them, too. Registries have no
 * compare-and-swap: the last writer wins (conditional requests have been proposed since 2021 in distribution-spec pull
 * request 251, and are in no release). So each list is read directly before it is changed, and watched afterwards: once
 * every client that read it before our write must have written it, entries that were lost are written again.
 * {@link #awaitReferrers} watches all changes together. Safe for use by several threads.
 */
final class ReferrersTags {
    private static final int AT_ONCE = 8;

    private final RemoteName repository;
    private final Manifests manifests;
    private final Map<ReadYourWrites.Name, Long> absent;
    private final Map<Tag, ReferrersTag> tags = new ConcurrentHashMap<>();

    /** @param absent when tags were last found missing, shared by all repositories of the registry */
    ReferrersTags(RemoteName repository, Manifests manifests, Map<ReadYourWrites.Name, Long> absent) {
        this.repository = repository;
        this.manifests = manifests;
        this.absent = absent;
    }

    private ReadYourWrites.Name name(Tag tag) {
        return new ReadYourWrites.Name(repository.name(), tag);
    }

    private ReferrersTag of(Tag tag) {
        return tags.computeIfAbsent(tag, key -> new ReferrersTag(repository, manifests, key));
    }

    /**
     * Reads a tag, unless it was just read in order to be changed; a missing one is looked for only once more before it
     * is set.
     *
     * @param tag the tag
     * @return its manifest; empty if it does not exist
     */
    Optional<Manifest> get(Tag tag) throws IOException {
        Optional<Optional<Manifest>> expected =
                Optional.ofNullable(tags.get(tag)).flatMap(ReferrersTag::expected);
        if (expected.isPresent()) {
            return expected.get();
        }
        Optional<Manifest> now = manifests.get(tag);
        if (now.isEmpty()) {
            absent.put(name(tag), System.nanoTime());
        }
        return now;
    }

    /**
     * Reads a tag that is about to be changed, so that the change need not.
     *
     * @param tag to read
     */
    void expect(Tag tag) throws IOException {
        of(tag).expect(Optional.ofNullable(absent.remove(name(tag))));
    }

    /**
     * @param tag to change; {@link #awaitReferrers} watches it afterwards
     * @param change is given the manifest that the tag names, and returns the one that it has to name, empty if they
     *     are the same; called again whenever the tag names something else
     * @throws ImageException if others keep writing it
     */
    void change(Tag tag, IoFunction<Optional<Manifest>, Optional<Manifest>> change) throws IOException {
        of(tag).change(change);
    }

    /**
     * Waits until concurrent writers can no longer have lost the changes.
     *
     * @throws ImageException if others keep writing the tags
     */
    void awaitReferrers() throws IOException {
        Parallel.forEach(tags.values(), AT_ONCE, ReferrersTag::awaitReferrers);
    }

    /**
     * Checks that an existing tag can be changed, by writing its manifest once more with an annotation, which makes it
     * another manifest. If the tag was changed here, or is changed by others meanwhile, it can be changed.
     *
     * @param tag to check
     * @param there selects the manifest that is written again from the one that the tag names
     * @throws io.github.imagepromotion.registry.ImmutableTagException if it cannot
     */
    void requireChangeable(Tag tag, IoFunction<Optional<Manifest>, Optional<Manifest>> there) throws IOException {
        of(tag).requireChangeable(there);
    }
}
