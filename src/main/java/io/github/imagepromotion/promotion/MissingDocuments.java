package io.github.imagepromotion.promotion;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.SharedTagContent;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.ReferrersUnknownException;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out by reading only which documents of an image a repository lacks: each subject and each tag is asked for once. */
final class MissingDocuments {
    private final Repository repository;
    private final Map<Digest, Set<Digest>> listed = new HashMap<>();
    private final Map<Tag, Optional<Manifest>> tagged = new HashMap<>();
    private final Set<Digest> missing = new HashSet<>();

    /** @param repository that holds the image */
    MissingDocuments(Repository repository) {
        this.repository = repository;
    }

    /**
     * @param documents each after the one that it is about
     * @return those that are not found there, in the same order
     */
    List<Document> of(List<Document> documents) throws IOException {
        List<Document> lacking = new ArrayList<>();
        for (Document document : documents) {
            if (!isThere(document)) {
                missing.add(document.digest());
                lacking.add(document);
            }
        }
        return lacking;
    }

    private boolean isThere(Document document) throws IOException {
        if (missing.contains(document.subject())) {
            return false;
        }
        if (document.tag().isPresent()) {
            return tagged(document.tag().get())
                    .filter(there -> SharedTagContent.holds(there, document))
                    .isPresent();
        }
        return listed(document.subject()).contains(document.digest());
    }

    private Optional<Manifest> tagged(Tag tag) throws IOException {
        if (!tagged.containsKey(tag)) {
            tagged.put(tag, repository.manifest(tag));
        }
        return tagged.getOrDefault(tag, Optional.empty());
    }

    private Set<Digest> listed(Digest subject) throws IOException {
        if (!listed.containsKey(subject)) {
            listed.put(subject, listedThere(subject));
        }
        return listed.getOrDefault(subject, Set.of());
    }

    /** A document whose existence a registry cannot confirm is attached again rather than holding up the image. */
    private Set<Digest> listedThere(Digest subject) throws IOException {
        try {
            return repository.referrers(subject).stream()
                    .map(Descriptor::digest)
                    .collect(Collectors.toSet());
        } catch (ReferrersUnknownException e) {
            return Set.of();
        }
    }
}
