package io.github.imagepromotion.verification;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.ledger.Attached.Unread;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.Finding;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The documents about an image that a repository holds: each subject is listed once, each document read once. */
final class Surroundings {
    private final Map<Digest, List<Document>> documents = new LinkedHashMap<>();
    private final Map<Digest, List<Finding>> findings = new LinkedHashMap<>();
    private final List<Unread> unread = new ArrayList<>();

    private Surroundings() {}

    static Surroundings of(Holding holding, int parallelism) throws IOException {
        Surroundings surroundings = new Surroundings();
        for (Digest subject : subjects(holding)) {
            Attached attached = Attached.to(subject, holding.repository(), parallelism);
            surroundings.documents.put(subject, attached.documents());
            surroundings.unread.addAll(attached.unread());
            List<Finding> found = new ArrayList<>();
            for (Document document : attached.documents()) {
                found.addAll(surroundings.read(document, holding));
            }
            surroundings.findings.put(subject, found);
        }
        return surroundings;
    }

    private static Set<Digest> subjects(Holding holding) {
        Set<Digest> subjects = new LinkedHashSet<>();
        BuildDocuments.subjects(holding.image()).stream()
                .map(Descriptor::digest)
                .forEach(subjects::add);
        holding.candidate().archive().documents().forEach(document -> subjects.add(document.subject()));
        return subjects;
    }

    private List<Finding> read(Document document, Holding holding) throws IOException {
        try {
            return Finding.of(document, holding.trusted().keys());
        } catch (NoSuchFileException e) {
            unread.add(new Unread(document.descriptor(), "its content is not there"));
            return List.of();
        }
    }

    /** @return every document that was found */
    List<Document> documents() {
        return documents.values().stream().flatMap(List::stream).toList();
    }

    /** @return what is found under a subject with that digest */
    Optional<Document> find(Digest subject, Digest document) {
        return documents.getOrDefault(subject, List.of()).stream()
                .filter(found -> found.tag().isEmpty() && found.digest().equals(document))
                .findFirst();
    }

    /** @return what stands under a tag of a subject's */
    Optional<Document> find(Digest subject, Tag tag) {
        return documents.getOrDefault(subject, List.of()).stream()
                .filter(found -> found.tag().equals(Optional.of(tag)))
                .findFirst();
    }

    /** @return what the documents about that manifest hold */
    List<Finding> findings(Digest subject) {
        return findings.getOrDefault(subject, List.of());
    }

    /** @return what the documents about everything but that manifest hold */
    List<Finding> findingsBeside(Digest subject) {
        return findings.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(subject))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** @return what is listed and cannot be read */
    List<Unread> unread() {
        return unread;
    }
}
