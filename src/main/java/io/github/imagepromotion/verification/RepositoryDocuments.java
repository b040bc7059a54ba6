package io.github.imagepromotion.verification;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.ledger.Attached.Judged;
import io.github.imagepromotion.ledger.Attached.Unread;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.Decisions;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The documents of an image in a repository; the referrers of each subject are listed once. */
final class RepositoryDocuments {
    private final Map<Digest, Attached> attached = new LinkedHashMap<>();
    private final Map<Digest, Judged> judged = new LinkedHashMap<>();

    private RepositoryDocuments() {}

    static RepositoryDocuments of(ExpectedImage holding, int parallelism) throws IOException {
        RepositoryDocuments repositoryDocuments = new RepositoryDocuments();
        for (Digest subject : subjects(holding)) {
            Attached there = Attached.to(subject, holding.repository(), parallelism);
            repositoryDocuments.attached.put(subject, there);
            repositoryDocuments.judged.put(
                    subject, there.judge(holding.trusted().keys()));
        }
        return repositoryDocuments;
    }

    private static Set<Digest> subjects(ExpectedImage holding) {
        Set<Digest> subjects = new LinkedHashSet<>();
        BuildDocuments.subjects(holding.image()).stream()
                .map(Descriptor::digest)
                .forEach(subjects::add);
        holding.candidate().archive().documents().forEach(document -> subjects.add(document.subject()));
        return subjects;
    }

    /** {@return all documents found} */
    List<Document> documents() {
        return attached.values().stream()
                .flatMap(there -> there.documents().stream())
                .toList();
    }

    /** {@return the document of that digest, if it was found for the subject} */
    Optional<Document> find(Digest subject, Digest document) {
        return attached(subject).documents().stream()
                .filter(found -> found.tag().isEmpty() && found.digest().equals(document))
                .findFirst();
    }

    /** {@return the document under a tag of the subject} */
    Optional<Document> find(Digest subject, Tag tag) {
        return attached(subject).documents().stream()
                .filter(found -> found.tag().equals(Optional.of(tag)))
                .findFirst();
    }

    private Attached attached(Digest subject) {
        return attached.getOrDefault(subject, new Attached(List.of(), List.of()));
    }

    /** {@return the decisions about the image in this repository} */
    Decisions decisions(ExpectedImage holding) throws IOException {
        List<VerificationKey> decisionKeys = holding.trusted().decisionKeys();
        return Decisions.of(
                holding.digest(), List.of(attached(holding.digest()).judge(decisionKeys)), !decisionKeys.isEmpty());
    }

    /** {@return the verified documents of that manifest} */
    Judged judged(Digest subject) {
        return judged.getOrDefault(subject, new Judged(List.of(), List.of()));
    }

    /** {@return the verified documents of all other manifests} */
    List<Finding> findingsBeside(Digest subject) {
        return judged.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(subject))
                .flatMap(entry -> entry.getValue().findings().stream())
                .toList();
    }

    /** {@return the records of the image's promotions} */
    History history(ExpectedImage holding) {
        Judged aboutImage = new Judged(judged(holding.digest()).findings(), unread());
        return new History(
                holding.digest(),
                holding.destination(),
                aboutImage,
                !holding.trusted().keys().isEmpty());
    }

    /** {@return digests of the documents that are promotion records} */
    Set<Digest> records() {
        return judged.values().stream()
                .flatMap(one -> one.findings().stream())
                .filter(finding -> finding.type().equals(PromotionRecord.PREDICATE_TYPE))
                .map(Finding::document)
                .collect(Collectors.toSet());
    }

    /** {@return documents that are listed and cannot be read, or have another subject} */
    List<Unread> unread() {
        return judged.values().stream().flatMap(one -> one.unread().stream()).toList();
    }
}
