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
 * What a repository lists for a manifest: its referrers, and what stands under cosign's tags. Anyone who may push can
 * list anything, and can change what a list says of its entries: so every entry is read, and what it is, its manifest and
 * content say. What cannot be read may be anything.
 *
 * @param documents about the manifest
 * @param unread what is listed for it and is none of its documents
 */
public record Attached(List<Document> documents, List<Unread> unread) {
    /** The most documents of one image that are read. */
    private static final int MOST = 1_000;
    /** What documents of one image may hold to be read, manifests and statements together. */
    private static final long MOST_BYTES = 128 * 1024 * 1024;

    /** Keeps the lists. */
    public Attached {
        documents = List.copyOf(documents);
        unread = List.copyOf(unread);
    }

    /**
     * Something that is listed and is no document of the manifest it is listed for.
     *
     * @param digest of its manifest
     * @param predicateTypes that its manifest shows; empty if nobody knows, since the manifest or what it holds is not to be
     *     had
     * @param reason a clause for people
     */
    public record Unread(Digest digest, Optional<Set<String>> predicateTypes, String reason) {

        /**
         * @param predicateType of statements
         * @return whether it may be such a statement, or one of a newer version: nothing that can be read says that it is none
         */
        public boolean mayBe(String predicateType) {
            return predicateTypes.isEmpty()
                    || predicateTypes.get().stream().anyMatch(shown -> Versions.isSameOrNewer(shown, predicateType));
        }
    }

    /**
     * What documents are worth.
     *
     * @param findings what they hold
     * @param unread what is listed and cannot be read
     */
    public record Judged(List<Finding> findings, List<Unread> unread) {
        /** Keeps the lists. */
        public Judged {
            findings = List.copyOf(findings);
            unread = List.copyOf(unread);
        }
    }

    /**
     * @param trusted keys whose signatures count
     * @return what the documents hold; one whose content is missing cannot be read
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
     * @param parallelism how many documents are read at once
     * @return what is listed for it there, and what stands under cosign's tags
     * @throws ImageException if that is absurdly much
     */
    public static Attached to(Digest subject, Repository repository, int parallelism) throws IOException {
        return referrers(subject, repository, List.of(), parallelism).with(tagged(subject, repository));
    }

    /**
     * What has the image as its subject, without what stands under cosign's tags: one request where there is nothing.
     *
     * @param subject digest of a manifest, which need not be there
     * @param repository that lists documents for it
     * @param known documents that are at hand: what is listed under their digests is not asked for again
     * @param parallelism how many documents are read at once
     * @return what is listed for it there
     * @throws ImageException if that is absurdly much, so that nothing can be hidden among it
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
     * @return what stands under cosign's tags
     */
    public static Attached tagged(Digest subject, Repository repository) throws IOException {
        return tagged(subject, repository, DocumentTags.ofCosign(subject));
    }

    /**
     * @param subject digest of a manifest, which need not be there
     * @param repository that may hold it
     * @return the statements under cosign's tag for attestations: one request
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
     * @return these, and those
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

    /** What was found so far. */
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

        /** Each may be as large as it is allowed to be; all of them together must not be. */
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
