package io.github.imagepromotion.registry;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A repository of a registry: blobs and manifests by digest, tags that point to manifests. As a {@link BlobSource} it
 * opens blobs. Every method throws {@link io.github.imagepromotion.image.ImageException} if the registry refuses the
 * request or cannot be reached (401, 403, no answer, offline, …), and {@link IOException} if a file cannot be read or
 * written, or an answer is unexpected. Safe for use by several threads.
 */
public interface Repository extends BlobSource {

    /** {@return its name in the registry, a prefix of the address included} */
    RepositoryName name();

    /** {@return registry and repository as in an image reference, without {@code :tag}} */
    String displayName();

    /** {@return the registry, for display: what waits for one registry must not hold up work for another} */
    default String registry() {
        String all = displayName();
        return all.substring(0, Math.max(0, all.length() - name().value().length() - 1));
    }

    /**
     * Resolves a tag or digest to a descriptor, without reading the content.
     *
     * @param reference a tag or digest
     * @return the manifest's media type, digest and size, as the registry states them; empty if there is no such
     *     manifest
     */
    Optional<Descriptor> resolve(Reference reference) throws IOException;

    /**
     * Resolves a tag in order to compare it with a digest. If the registry states a digest of another algorithm, the
     * content is read and compared.
     *
     * @param tag to resolve
     * @param expected the digest that the tag is compared with
     * @return the expected digest if the tag names that content, otherwise the digest that it names; empty if there is
     *     no such tag
     */
    default Optional<Digest> named(Tag tag, Digest expected) throws IOException {
        Optional<Digest> named = resolve(tag).map(Descriptor::digest);
        boolean comparable = named.isEmpty() || named.get().algorithm().equals(expected.algorithm());
        return comparable
                ? named
                : manifest(tag)
                        .filter(there -> expected.isOf(there.bytes()))
                        .map(there -> expected)
                        .or(() -> named);
    }

    /**
     * Pulls a manifest. By digest, its bytes are verified; by tag, its digest is computed from the bytes.
     *
     * @param reference a tag or digest
     * @return the manifest, or empty if there is none
     */
    Optional<Manifest> manifest(Reference reference) throws IOException;

    /**
     * Reads a tag that other clients may be writing: some registries do not find it at that moment.
     *
     * @param tag the tag
     * @return its manifest, and whether a missing one is certain
     */
    default Sight look(Tag tag) throws IOException {
        Optional<Manifest> there = manifest(tag);
        return new Sight(there, there.isPresent());
    }

    /**
     * The result of reading a tag.
     *
     * @param there its manifest; empty if it was not found
     * @param certain whether a tag that was not found does not exist, rather than being written
     */
    record Sight(Optional<Manifest> there, boolean certain) {}

    /**
     * @param blob a config or layer
     * @return whether the repository has the blob, as far as it says; {@code false} if it does not say
     */
    boolean has(Descriptor blob) throws IOException;

    /**
     * Pushes a blob that {@link #has} reports as missing: mounts it from another repository of the same registry if
     * possible, otherwise uploads it. Digest and size are verified while it is sent; content that does not match its
     * descriptor is never committed.
     *
     * @param blob a config or layer
     * @param source opens its content
     * @param mountFrom repositories of the same registry that may have the blob, best first; may be empty
     * @return how the blob got into the repository
     */
    PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom) throws IOException;

    /**
     * Puts a manifest under its digest: its bytes as stored, with the media type of its descriptor. The content that it
     * names must be in the repository already.
     *
     * @param manifest an image manifest or index
     * @throws MissingContentException if the registry finds that content missing
     */
    void put(Manifest manifest) throws IOException;

    /**
     * Puts documents under their digests, and makes them discoverable: as referrers of their subject, or under their
     * tag. Their blobs must be in the repository already. Documents that others attach at the same time are kept, even
     * without the referrers API, where clients maintain the list of referrers. Concurrent writers may still remove
     * entries from such a list: the caller has to call {@link #awaitReferrers} before it reports success.
     *
     * @param documents each of them after its subject
     */
    void attach(List<Document> documents) throws IOException;

    /**
     * Does of {@link #attach} what shows nothing of the documents yet, so that less is left to be done then. Their
     * blobs must be here already.
     *
     * @param documents that are about to be attached
     */
    default void prepare(List<Document> documents) throws IOException {}

    /**
     * Waits until concurrent writers can no longer have removed documents that were attached here from the lists of
     * referrers, and lists again what was removed. One call covers all documents that were attached before. Several
     * repositories should be waited for in parallel: each wait takes equally long.
     *
     * @throws io.github.imagepromotion.image.ImageException if others keep writing the same list
     */
    default void awaitReferrers() throws IOException {}

    /**
     * Checks in advance that another document can be attached to a manifest that has referrers already. A registry
     * without the referrers API and with immutable tags accepts the first list of referrers, and no later one.
     * Documents that are attached already are kept.
     *
     * @param subject a manifest's digest
     * @param under the tag of the document; empty if it is listed as a referrer
     * @throws io.github.imagepromotion.image.ImageException if no document could be attached, with what has to be
     *     changed
     */
    default void requireAttachable(Digest subject, Optional<Tag> under) throws IOException {}

    /**
     * Sets a tag to a manifest, whatever it named before.
     *
     * @param tag to set
     * @param manifest an image manifest or index; the content that it names is in the repository already
     */
    void tag(Tag tag, Manifest manifest) throws IOException;

    /**
     * Sets a tag to a manifest on condition that it names the expected digest, or that manifest already. Where the
     * registry supports a compare-and-set, no concurrent change is lost ({@code If-Match} and {@code If-None-Match},
     * RFC 9110, section 13.1, proposed for registries in distribution-spec#251; the lock of a directory). Where it does
     * not, the tag is set unconditionally, and the caller has to lock out other writers.
     *
     * @param tag to set
     * @param expected the digest that the tag is known to name; empty if the tag does not exist
     * @param manifest an image manifest or index; the content that it names is in the repository already
     * @param precondition checked before each attempt
     * @return the outcome
     */
    Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition) throws IOException;

    /** {@return every tag of the repository, empty if the repository does not exist} */
    List<Tag> tags() throws IOException;

    /**
     * @param subject a manifest's digest
     * @return descriptors of the manifests that name it as their subject (distribution-spec 1.1, "Listing Referrers"),
     *     by the API, or the fallback tag where the registry has none
     * @throws ReferrersUnknownException if the registry fails to answer
     */
    List<Descriptor> referrers(Digest subject) throws IOException;

    /** How a blob got into a repository. */
    enum PushResult {
        /** It was in the repository before. */
        PRESENT,
        /** It was mounted from another repository of the registry; no content was sent. */
        MOUNTED,
        /** It was uploaded. */
        UPLOADED
    }

    /** The outcome of setting a tag on condition that it names the expected digest. */
    enum Swap {
        /** The tag is set; the registry compared and set it in one step, so no concurrent change is lost. */
        ATOMIC,
        /**
         * The tag is set; whether the registry compared it first is not known: most registries ignore the condition.
         */
        UNCHECKED,
        /** The tag is not set: it names something else by now, and nothing was written. */
        CONFLICT
    }
}
