package io.github.imagepromotion.verification;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.SharedTagContent;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attached.Unread;
import io.github.imagepromotion.verification.Verifier.VerificationReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Checks that all documents of the artifact are attached and readable; documents attached by others are listed. */
final class DocumentChecks {
    private static final String NAME = "documents";

    private final ExpectedImage holding;
    private final RepositoryDocuments repositoryDocuments;
    private final int parallelism;
    private final BlobReader blobs;

    DocumentChecks(ExpectedImage holding, RepositoryDocuments repositoryDocuments, int parallelism) {
        this.holding = holding;
        this.repositoryDocuments = repositoryDocuments;
        this.parallelism = parallelism;
        this.blobs = new BlobReader(holding.repository());
    }

    List<Check> run() throws IOException {
        List<Document> own = holding.candidate().archive().documents();
        Map<Digest, Message> damaged = damaged(own);
        List<Check> checks = new ArrayList<>();
        own.forEach(document -> checks.add(check(document, damaged)));
        if (own.isEmpty()) {
            checks.add(Check.info(NAME, holding.digest(), "the artifact has none"));
        }
        checks.addAll(others(own));
        return checks;
    }

    /** Documents are small, and may share content. */
    private Map<Digest, Message> damaged(List<Document> own) throws IOException {
        Map<Digest, Descriptor> contents = new LinkedHashMap<>();
        own.forEach(document -> document.content().blobs().forEach(blob -> contents.putIfAbsent(blob.digest(), blob)));
        Map<Digest, Message> damaged = new ConcurrentHashMap<>();
        Parallel.forEach(contents.values(), parallelism, blob -> blobs.read(blob, count -> {})
                .ifPresent(reason -> damaged.put(blob.digest(), reason)));
        return damaged;
    }

    private Check check(Document document, Map<Digest, Message> damaged) {
        Optional<Message> problem = notFound(document).or(() -> document.content().blobs().stream()
                .filter(blob -> damaged.containsKey(blob.digest()))
                .map(blob -> Message.of("of its content " + blob.digest() + ", ")
                        .and(Objects.requireNonNull(damaged.get(blob.digest()))))
                .findFirst());
        String type = Text.printable(document.artifactType());
        return problem.map(reason -> Check.fail(
                        NAME,
                        document.digest(),
                        Message.of(type + ": ")
                                .and(reason)
                                .because(
                                        VerificationReason.NOT_THERE,
                                        holding.environment().id())))
                .orElseGet(() -> Check.pass(NAME, document.digest(), type + ": it is there and intact"));
    }

    private Optional<Message> notFound(Document document) {
        if (document.tag().isPresent()) {
            boolean held = repositoryDocuments
                    .find(document.subject(), document.tag().get())
                    .filter(there -> SharedTagContent.holds(there.manifest(), document))
                    .isPresent();
            return held
                    ? Optional.empty()
                    : Optional.of(Message.of(
                            "it is not under the tag '" + document.tag().get() + "'"));
        }
        if (repositoryDocuments.find(document.subject(), document.digest()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Message.of(repositoryDocuments.unread().stream()
                .filter(unread -> unread.digest().equals(document.digest()))
                .map(Unread::reason)
                .findFirst()
                .orElse("it is not listed for " + document.subject())));
    }

    private List<Check> others(List<Document> own) {
        Set<Digest> known = own.stream().map(Document::digest).collect(Collectors.toCollection(LinkedHashSet::new));
        List<Check> checks = new ArrayList<>();
        Set<Digest> records = repositoryDocuments.records();
        for (Document document : repositoryDocuments.documents()) {
            if (known.add(document.digest()) && !records.contains(document.digest()) && !isOwnTag(document, own)) {
                checks.add(Check.info(
                        NAME, document.digest(), Text.printable(document.artifactType()) + ": others attached it"));
            }
        }
        for (Unread unread : repositoryDocuments.unread()) {
            if (known.add(unread.digest())) {
                checks.add(Check.info(NAME, unread.digest(), "others listed it: " + Text.printable(unread.reason())));
            }
        }
        return checks;
    }

    private static boolean isOwnTag(Document document, List<Document> own) {
        return document.tag().isPresent()
                && own.stream().anyMatch(ours -> ours.tag().equals(document.tag()));
    }
}
