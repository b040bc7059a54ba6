package io.github.imagepromotion.ledger;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.SignedDocument;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The documents that a repository lists for a manifest: its referrers, and those under cosign's tags. Everyone with
 * push permission can add entries to a list, and change their descriptors. So every entry is read, and judged by its
 * manifest and content only. An entry that cannot be read may be anything.
 *
 * @param documents about the manifest
 * @param unread entries that are not readable documents of the manifest
 */
public record Attached(List<Document> documents, List<Unread> unread) {
    /** Maximum number of documents of one image that are read. */
    private static final int MOST = 1_000;
    /** Maximum size of the manifests and statements of one image that are read, in bytes. */
    private static final long MOST_BYTES = 128 * 1024 * 1024;

    /** Copies the lists. */
    public Attached {
        documents = List.copyOf(documents);
        unread = List.copyOf(unread);
    }

    /**
     * A listed entry that is not a readable document of the manifest.
     *
     * @param digest of its manifest
     * @param predicateTypes that its manifest states; empty if they are unknown, since manifest or content cannot be
     *     read
     * @param reason a clause for messages
     */
    public record Unread(Digest digest, Optional<Set<String>> predicateTypes, String reason) {

        /**
         * @param predicateType of statements
         * @return whether it may be such a statement, or one of a newer version, since nothing readable rules it out
         */
        public boolean mayBe(String predicateType) {
            return predicateTypes.isEmpty()
                    || predicateTypes.get().stream().anyMatch(shown -> Versions.isSameOrNewer(shown, predicateType));
        }
    }

    /**
     * Judged documents.
     *
     * @param findings the contents of the documents
     * @param unread listed entries that cannot be read
     */
    public record Judged(List<Finding> findings, List<Unread> unread) {
        /** Copies the lists. */
        public Judged {
            findings = List.copyOf(findings);
            unread = List.copyOf(unread);
        }
    }

    /**
     * @param trusted keys whose signatures count
     * @return the contents of the documents; one whose content is missing counts as unread
     */
    public Judged judge(List<VerificationKey> trusted) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<Unread> lost = new ArrayList<>(unread);
        for (Document document : documents) {
            try {
                findings.addAll(Finding.of(document, trusted));
            } catch (NoSuchFileException e) {
                lost.add(new Unread(document.digest(), Optional.empty(), "its content is not there"));
            }
        }
        return new Judged(findings, lost);
    }

    /**
     * @param subject digest of a manifest
     * @param repository that holds it
     * @param parallelism number of documents that are read in parallel
     * @return its referrers, and the documents under cosign's tags
     * @throws ImageException if there are too many of them
     */
    public static Attached to(Digest subject, Repository repository, int parallelism) throws IOException {
        return referrers(subject, repository, List.of(), parallelism).with(tagged(subject, repository));
    }

    /**
     * Reads the referrers of a manifest, without the documents under cosign's tags: one request if there are none.
     *
     * @param subject digest of a manifest, which need not exist
     * @param repository that lists its referrers
     * @param known documents that are available locally, and not requested again
     * @param parallelism number of documents that are read in parallel
     * @return its referrers
     * @throws ImageException if there are too many of them, so that none can be hidden among others
     */
    public static Attached referrers(Digest subject, Repository repository, List<Document> known, int parallelism)
            throws IOException {
        Reading reading = new Reading(subject, repository);
        Map<Digest, Descriptor> listed = listed(subject, repository);
        known.stream()
                .filter(document ->
                        document.tag().isEmpty() && document.subject().equals(subject))
                .filter(document -> listed.containsKey(document.digest()))
                .forEach(document -> reading.found.put(document.digest(), document));
        List<Descriptor> unknown = listed.values().stream()
                .filter(referrer -> !reading.found.containsKey(referrer.digest()))
                .toList();
        Parallel.forEach(unknown, parallelism, reading::take);
        return reading.result(listed);
    }

    /**
     * @param subject digest of a manifest
     * @param repository that holds it
     * @return the documents under cosign's tags
     */
    public static Attached tagged(Digest subject, Repository repository) throws IOException {
        return tagged(subject, repository, DocumentTags.ofCosign(subject));
    }

    /**
     * Reads the attestations under cosign's tag, with one request.
     *
     * @param subject digest of a manifest, which need not exist
     * @param repository that may hold it
     * @return the statements under that tag
     */
    public static Attached attestations(Digest subject, Repository repository) throws IOException {
        return tagged(
                subject,
                repository,
                DocumentTags.ofCosign(subject).stream()
                        .filter(tag -> tag.name().endsWith(".att"))
                        .toList());
    }

    private static Attached tagged(Digest subject, Repository repository, List<Tag> tags) throws IOException {
        Reading reading = new Reading(subject, repository);
        for (Tag tag : tags) {
            reading.take(tag);
        }
        return reading.result(Map.of());
    }

    /**
     * @param more documents of the same manifest
     * @return these documents and the others
     */
    public Attached with(Attached more) {
        return new Attached(
                Stream.concat(documents.stream(), more.documents.stream()).toList(),
                Stream.concat(unread.stream(), more.unread.stream()).toList());
    }

    private static Map<Digest, Descriptor> listed(Digest subject, Repository repository) throws IOException {
        Map<Digest, Descriptor> listed = new LinkedHashMap<>();
        repository.referrers(subject).forEach(referrer -> listed.putIfAbsent(referrer.digest(), referrer));
        if (listed.size() > MOST) {
            throw new ImageException("Refused " + listed.size() + " documents of " + subject + " in '"
                    + repository.displayName() + "': more than " + MOST
                    + ", and any of them may be a decision. Find out who attached them, and remove what nobody needs.");
        }
        return listed;
    }

    private static <T> List<T> inOrder(Map<Digest, Descriptor> listed, Map<Digest, T> found, List<T> more) {
        return Stream.concat(
                        listed.keySet().stream().flatMap(digest -> Stream.ofNullable(found.get(digest))), more.stream())
                .toList();
    }

    /** The entries that have been read so far. */
    private static final class Reading {
        private final Digest subject;
        private final Repository repository;
        private final Map<Digest, Document> found = new ConcurrentHashMap<>();
        private final Map<Digest, Unread> unread = new ConcurrentHashMap<>();
        private final List<Document> tagged = new ArrayList<>();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicLong statements = new AtomicLong();

        Reading(Digest subject, Repository repository) {
            this.subject = subject;
            this.repository = repository;
        }

        Attached result(Map<Digest, Descriptor> listed) {
            return new Attached(inOrder(listed, found, tagged), inOrder(listed, unread, List.of()));
        }

        void take(Descriptor referrer) throws IOException {
            try {
                Optional<Manifest> manifest = bounded(repository.manifest(referrer.digest()));
                if (manifest.isEmpty()) {
                    unread(referrer.digest(), Optional.empty(), "it is listed, but not there");
                } else if (isAbout(manifest.get())) {
                    found.put(referrer.digest(), Document.of(manifest.get(), repository));
                } else {
                    Set<String> shown = Set.copyOf(manifest.get().annotations().values());
                    String reason = "it is listed for " + subject + ", but not about that";
                    unread(referrer.digest(), Optional.of(shown), reason);
                }
            } catch (DamagedContentException e) {
                unread(referrer.digest(), Optional.empty(), "it cannot be read: " + e.getMessage());
            }
        }

        private void unread(Digest digest, Optional<Set<String>> predicateTypes, String reason) {
            unread.put(digest, new Unread(digest, predicateTypes, reason));
        }

        /** Limits the total size of all entries, in addition to the limit of each. */
        private Optional<Manifest> bounded(Optional<Manifest> manifest) {
            if (manifest.isPresent()) {
                List<Descriptor> read =
                        manifest.get().blobs().stream().filter(Finding::isRead).toList();
                long size = read.stream()
                        .mapToLong(layer -> Math.min(layer.size(), SignedDocument.LARGEST))
                        .sum();
                long all = bytes.addAndGet(manifest.get().bytes().length + size);
                if (all > MOST_BYTES || statements.addAndGet(read.size()) > MOST) {
                    throw new ImageException("Refused the documents of " + subject + " in '" + repository.displayName()
                            + "': they hold more than " + MOST_BYTES + " bytes, or " + MOST
                            + " statements. Find out who"
                            + " attached them, and remove what nobody needs.");
                }
            }
            return manifest;
        }

        private boolean isAbout(Manifest manifest) {
            return manifest.subject()
                    .filter(named -> named.digest().equals(subject))
                    .isPresent();
        }

        void take(Tag tag) throws IOException {
            bounded(repository.manifest(tag))
                    .ifPresent(manifest -> tagged.add(new Document(
                            Image.of(manifest.descriptor(), List.of(manifest)), repository, Optional.of(tag))));
        }
    }
}
