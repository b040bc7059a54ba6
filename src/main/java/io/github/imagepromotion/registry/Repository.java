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
 * opens blobs. Every method throws {@link io.github.imagepromotion.image.ImageException} with one sentence and the
 * remedy where the registry refuses (401, 403, no answer, offline, …), and {@link IOException} where the disk or an
 * unexpected answer is the reason. Safe for use by several threads.
 */
public interface Repository extends BlobSource {

    /** {@return its name in the registry, a prefix of the address included} */
    RepositoryName name();

    /** {@return registry and repository as people write them: what stands before {@code :tag}} */
    String displayName();

    /**
     * Asks what a tag or digest names, without its content.
     *
     * @param reference a tag or digest
     * @return the manifest's type, digest and size, as the registry says without showing the content, or empty if there is
     *     none
     */
    Optional<Descriptor> resolve(Reference reference) throws IOException;

    /**
     * Asks what a tag names, to be compared with a digest: a registry may know its content by another algorithm, and then
     * the content is compared.
     *
     * @param tag to look at
     * @param expected digest
     * @return the expected digest if the tag names that content, else what it names, or empty if there is no such tag
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
     * Takes a manifest, checked: by digest its bytes have that digest; by tag the digest is computed from the bytes.
     *
     * @param reference a tag or digest
     * @return the manifest, or empty if there is none
     */
    Optional<Manifest> manifest(Reference reference) throws IOException;

    /**
     * @param blob a config or layer
     * @return whether the repository says that it holds it; one that does not tell is taken not to
     */
    boolean has(Descriptor blob) throws IOException;

    /**
     * Brings a blob here that {@link #has} said is missing: mounted from another repository of the same registry where
     * it can be, else sent. Digest and size are checked on the way out; content that is not what the descriptor says
     * is never committed.
     *
     * @param blob a config or layer
     * @param source holds its bytes
     * @param mountFrom repositories of the same registry that may hold it, best first; may be empty
     * @return how it came here
     */
    PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom) throws IOException;

    /**
     * Puts a manifest under its digest: the stored bytes, with the media type of its descriptor. What it needs must be
     * here already.
     *
     * @param manifest an image manifest or index
     * @throws MissingContentException if it is not, as far as the registry checks that
     */
    void put(Manifest manifest) throws IOException;

    /**
     * Puts documents under their digests, and sees to it that they are found: by their subject, or under their tag.
     * Their blobs must be here already. What others attach at the same time is kept, also where the registry leaves it
     * to its clients to keep the list of a subject's documents. Whether another writer has lost them from such a list is
     * seen to by {@link #awaitReferrers}, which has to be called before success is reported.
     *
     * @param documents each after the one that it is about
     */
    void attach(List<Document> documents) throws IOException;

    /**
     * Does of {@link #attach} what shows nothing of the documents yet, so that less is left to be done then. Their blobs must
     * be here already.
     *
     * @param documents that are about to be attached
     */
    default void prepare(List<Document> documents) throws IOException {}

    /**
     * Returns when no writer that is known to be under way can have lost anything that was attached here: what was lost is
     * listed again. All that was attached since is looked after together, once. Repositories are best waited for at the same
     * time, for their waiting is the same.
     *
     * @throws io.github.imagepromotion.image.ImageException if others write the same list all the time
     */
    default void awaitReferrers() throws IOException {}

    /**
     * Finds out before anything depends on it whether another document can be attached to a manifest to which some are
     * attached: a registry whose tags are immutable, and that leaves the list of documents to its clients, under a tag,
     * takes the first such list, and never another. What is attached stays so.
     *
     * @param subject a manifest's digest
     * @param under the tag that the document is to stand under; empty if the registry is to list it
     * @throws io.github.imagepromotion.image.ImageException if it could not be attached, and what has to be changed
     */
    default void requireAttachable(Digest subject, Optional<Tag> under) throws IOException {}

    /**
     * Makes a tag point to a manifest, whatever it pointed to before.
     *
     * @param tag to set
     * @param manifest an image manifest or index whose needs are here already
     */
    void tag(Tag tag, Manifest manifest) throws IOException;

    /**
     * Makes a tag point to a manifest if it names what is expected, or the manifest already. Where the registry compares
     * by itself, nothing that somebody else sets meanwhile is lost ({@code If-Match} and {@code If-None-Match}, RFC 9110,
     * section 13.1, proposed for registries in distribution-spec#251; the lock of a directory). Where it does not, the
     * tag is set all the same: the caller keeps others away.
     *
     * @param tag to set
     * @param expected what it names, as far as is known; empty if it is not there
     * @param manifest an image manifest or index whose needs are here already
     * @param precondition asked before each attempt
     * @return what came of it
     */
    Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition) throws IOException;

    /** {@return every tag of the repository, empty if the repository does not exist} */
    List<Tag> tags() throws IOException;

    /**
     * @param subject a manifest's digest
     * @return descriptors of the manifests that name it as their subject (distribution-spec 1.1, "Listing Referrers"),
     *     by the API, or the fallback tag where the registry has none
     * @throws ReferrersUnknownException if the registry fails to say
     */
    List<Descriptor> referrers(Digest subject) throws IOException;

    /** How a blob came to be in a repository. */
    enum PushResult {
        /** It was there before. */
        PRESENT,
        /** The registry took it from another of its repositories; no byte was sent. */
        MOUNTED,
        /** It was sent. */
        UPLOADED
    }

    /** What came of making a tag point elsewhere on condition that it names what it did. */
    enum Swap {
        /** It does; the registry compared and set in one step, so that nobody else's value can be lost. */
        ATOMIC,
        /** It does; whether the registry compared is not known: most ignore the condition. */
        UNCHECKED,
        /** It does not: the tag names something else by now, and nothing was written. */
        CONFLICT
    }
}
