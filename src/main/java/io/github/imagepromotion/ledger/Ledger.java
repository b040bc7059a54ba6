package io.github.imagepromotion.ledger;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.registry.MissingContentException;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The documents about the images of one repository: read, judged, and added to. */
public final class Ledger {
    private static final String WHAT = "promotion record";
    private static final int AT_ONCE = 8;

    /** Size in bytes of the empty config, the only blob that documents share. */
    private static final int SHARED = 2;

    private final Repository repository;
    private final int parallelism;

    /**
     * @param repository that holds the images
     * @param parallelism how many documents are read at once
     */
    public Ledger(Repository repository, int parallelism) {
        this.repository = repository;
        this.parallelism = parallelism;
    }

    /**
     * @param subject digest of a manifest
     * @return its readable documents: its referrers, and those under cosign's tags
     * @throws ImageException if there are too many of them
     */
    public List<Document> documents(Digest subject) throws IOException {
        return Attached.to(subject, repository, parallelism).documents();
    }

    /**
     * @param subject digest of a manifest
     * @param trusted keys whose signatures count
     * @return the contents of its documents
     */
    public List<Finding> findings(Digest subject, List<VerificationKey> trusted) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Document document : documents(subject)) {
            findings.addAll(Finding.of(document, trusted));
        }
        return findings;
    }

    /**
     * @param findings about an image
     * @param image digest of that image
     * @return the promotion records among them that can be read and are about it, the oldest first
     */
    public static List<Recorded> records(List<Finding> findings, Digest image) {
        return findings.stream()
                .filter(finding -> finding.type().equals(PromotionRecord.PREDICATE_TYPE))
                .flatMap(finding -> record(finding).stream())
                .filter(recorded -> recorded.record().digest().equals(image))
                .sorted(Comparator.comparing(recorded -> recorded.record().at()))
                .toList();
    }

    private static Optional<Recorded> record(Finding finding) {
        try {
            return finding.statement()
                    .map(statement ->
                            new Recorded(finding, Json.read(statement.predicate(), PromotionRecord.class, WHAT)));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /**
     * @param image digest of an image
     * @param form in which records are written
     * @param known documents that are available locally, and need not be read
     * @return ids of the promotion records that are listed for it, trusted or not
     */
    public List<Digest> recordIds(Digest image, SignatureForm form, List<Document> known) throws IOException {
        Attached attached = Attached.referrers(image, repository, known, parallelism);
        if (form == SignatureForm.LEGACY) {
            attached = attached.with(Attached.tagged(image, repository));
        }
        return attached.judge(List.of()).findings().stream()
                .filter(finding -> Versions.isSameOrNewer(finding.type(), PromotionRecord.PREDICATE_TYPE))
                .map(Finding::content)
                .distinct()
                .toList();
    }

    /**
     * Adds a promotion record. The caller calls {@link Repository#awaitReferrers}.
     *
     * @param record of a promotion of an image to this repository; it follows the {@link #recordIds} of the image
     * @param image the image's top manifest
     * @param attester signs the record, if it has a key
     * @return the digest of the document that contains it
     */
    public Digest add(PromotionRecord record, Descriptor image, Attester attester) throws IOException {
        Document document = document(record, image, attester);
        append(List.of(document));
        return document.digest();
    }

    /**
     * @param record of a promotion of an image to this repository
     * @param image the image's top manifest
     * @param attester signs the record, if it has a key
     * @return the record as a document, to be sent and attached
     */
    public Document document(PromotionRecord record, Descriptor image, Attester attester) {
        InTotoStatement statement = new InTotoStatement(
                Optional.of(repository.displayName()),
                image.digest(),
                PromotionRecord.PREDICATE_TYPE,
                Json.tree(record).getAsJsonObject());
        return attester.statement(statement, image);
    }

    /**
     * Checks, before tags are set, that a record can be added afterwards.
     *
     * @param image digest of an image
     * @param attester of the record
     * @throws ImageException if it could not be added
     */
    public void requireRecordable(Digest image, Attester attester) throws IOException {
        repository.requireAttachable(image, attester.tag(image));
    }

    /**
     * Adds documents. Documents that others add at the same time are kept. Concurrent writers may still remove these:
     * the caller calls {@link Repository#awaitReferrers}.
     *
     * @param documents about what the repository holds, each after the one that it is about
     */
    public void append(List<Document> documents) throws IOException {
        send(documents, Set.of());
        attach(documents);
    }

    /**
     * Sends the blobs of documents, without attaching the documents.
     *
     * @param documents to be attached later
     * @param there blobs that the repository is known to have
     */
    public void send(List<Document> documents, Set<Digest> there) throws IOException {
        sendBlobs(documents, blob -> !there.contains(blob.digest()) && (blob.size() > SHARED || !repository.has(blob)));
    }

    /**
     * Attaches documents, as {@link #append} does.
     *
     * @param documents that were sent
     */
    public void attach(List<Document> documents) throws IOException {
        try {
            repository.attach(documents);
        } catch (MissingContentException e) {
            // The registry lacks blobs that it claims to have.
            sendBlobs(documents, blob -> true);
            repository.attach(documents);
        }
    }

    /** Sends blobs. New documents have new content, so only blobs that documents share are asked for. */
    private void sendBlobs(List<Document> documents, IoFunction<Descriptor, Boolean> isDue) throws IOException {
        Map<Descriptor, BlobSource> blobs = new LinkedHashMap<>();
        for (Document document : documents) {
            document.content().blobs().forEach(blob -> blobs.putIfAbsent(blob, document.blobs()));
        }
        Parallel.forEach(blobs.entrySet(), AT_ONCE, blob -> {
            if (isDue.apply(blob.getKey())) {
                repository.push(blob.getKey(), blob.getValue(), List.of());
            }
        });
    }

    /**
     * A promotion record that is attached to an image.
     *
     * @param finding the judged document
     * @param record its content
     */
    public record Recorded(Finding finding, PromotionRecord record) {

        /** {@return the id by which later records name it} */
        public Digest id() {
            return finding.content();
        }
    }
}
