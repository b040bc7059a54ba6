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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a repository lists for a manifest: its referrers, and what stands under cosign's tags. Anyone who may push can
 * list anything, so what cannot be read is told and stops nobody.
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
     * @param descriptor as it is listed, or as its own manifest says
     * @param reason a clause for people
     */
    public record Unread(Descriptor descriptor, String reason) {

        /** @return whether it is shown as a promotion record */
        public boolean isRecord() {
            return shows(descriptor, PromotionRecord.PREDICATE_TYPE);
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
     * @param predicateType of statements
     * @return of these what is shown as a statement of that type, and has the image as its subject
     */
    public Attached showing(String predicateType) {
        return new Attached(
                documents.stream()
                        .filter(document -> document.tag().isEmpty())
                        .filter(document -> shows(document.descriptor(), predicateType))
                        .toList(),
                unread.stream()
                        .filter(lost -> shows(lost.descriptor(), predicateType))
                        .toList());
    }

    private static boolean shows(Descriptor listed, String predicateType) {
        return listed.annotations().containsValue(predicateType);
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
                lost.add(new Unread(document.descriptor(), "its content is not there"));
            }
        }
        return new Judged(findings, lost);
    }

    /**
     * @param subject digest of a manifest
     * @param repository that holds it
     * @param parallelism how many documents are read at once
     * @return what is listed for it there
     * @throws ImageException if that is absurdly much
     */
    public static Attached to(Digest subject, Repository repository, int parallelism) throws IOException {
        Reading reading = new Reading(subject, repository);
        Map<Digest, Descriptor> listed = listed(subject, repository, referrer -> true);
        Parallel.forEach(listed.values(), parallelism, reading::take);
        for (Tag tag : DocumentTags.ofCosign(subject)) {
            reading.take(tag);
        }
        return reading.result(listed);
    }

    /**
     * What is shown as a statement of one type, and has the image as its subject: one request where there is none.
     *
     * @param subject digest of a manifest, which need not be there
     * @param repository that lists documents for it
     * @param predicateType of the statements
     * @param parallelism how many documents are read at once
     * @return what is listed for it there and shows that type
     * @throws ImageException if that is absurdly much
     */
    public static Attached to(Digest subject, Repository repository, String predicateType, int parallelism)
            throws IOException {
        Reading reading = new Reading(subject, repository);
        Map<Digest, Descriptor> listed = listed(subject, repository, referrer -> shows(referrer, predicateType));
        Parallel.forEach(listed.values(), parallelism, reading::take);
        return reading.result(listed);
    }

    private static Map<Digest, Descriptor> listed(Digest subject, Repository repository, Predicate<Descriptor> wanted)
            throws IOException {
        Map<Digest, Descriptor> listed = new LinkedHashMap<>();
        repository.referrers(subject).stream()
                .filter(wanted)
                .forEach(referrer -> listed.putIfAbsent(referrer.digest(), referrer));
        if (listed.size() > MOST) {
            throw new ImageException("Refused " + listed.size() + " documents of " + subject + " in '"
                    + repository.displayName() + "': more than " + MOST + ".");
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
                    unread(referrer, "it is listed, but not there");
                } else if (isAbout(manifest.get())) {
                    found.put(referrer.digest(), Document.of(manifest.get(), repository));
                } else {
                    unread(manifest.get().referrer(), "it is listed for " + subject + ", but not about that");
                }
            } catch (DamagedContentException e) {
                unread(referrer, "it cannot be read: " + e.getMessage());
            }
        }

        private void unread(Descriptor referrer, String reason) {
            unread.put(referrer.digest(), new Unread(referrer, reason));
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
