package io.github.imagepromotion.importing;

import io.github.imagepromotion.build.base.BaseSource;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.DocumentOrder;
import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.importing.ImageImporter.ImportReason;
import io.github.imagepromotion.importing.ImportRequest.DocumentLimit;
import io.github.imagepromotion.ledger.CarriedDocuments;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads the documents that a source has about an image, listed as referrers or under cosign's tags. Documents about
 * these documents are included, such as the signature of an SBOM, but no deeper ones; {@link CarriedDocuments} leaves
 * out what says what happened there.
 */
final class SourceDocuments {
    private static final int QUESTIONS_AT_ONCE = 4;

    private final BaseSource source;
    private final DocumentLimit limit;
    private final Consumer<Message> warnings;

    /** A manifest that the source lists as being about a subject. */
    private record Claim(Descriptor manifest, Optional<Tag> tag) {}

    SourceDocuments(BaseSource source, DocumentLimit limit, Consumer<Message> warnings) {
        this.source = source;
        this.limit = limit;
        this.warnings = warnings;
    }

    /**
     * @param named descriptor of the source's manifest or index
     * @param image the image imported from it
     * @return documents about the image that go with it, each after its subject; all of them are readable
     * @throws ImageException if there are more than the limit, or one is incomplete
     */
    List<Document> about(Descriptor named, Image image) throws IOException {
        Set<Digest> subjects = subjects(image);
        Set<Digest> known = image.manifests().stream()
                .map(manifest -> manifest.descriptor().digest())
                .collect(Collectors.toCollection(HashSet::new));
        List<Document> documents = new ArrayList<>(about(subjects, known));
        documents.forEach(document -> known.add(document.digest()));
        documents.addAll(about(documents.stream().map(Document::digest).collect(Collectors.toSet()), known));
        List<Document> ordered = DocumentOrder.of(image, documents);
        checkSize(ordered);
        source.fetch(
                named,
                ordered.stream()
                        .flatMap(document -> document.content().blobs().stream())
                        .toList());
        if (!known.contains(named.digest())) {
            warnAboutLeft(named.digest());
        }
        return CarriedDocuments.of(ordered);
    }

    /** buildx attestations in the same index have no documents of their own. */
    private static Set<Digest> subjects(Image image) {
        return image.manifests().stream()
                .filter(manifest -> !(manifest instanceof ImageManifest child && child.isAttestation()))
                .map(manifest -> manifest.descriptor().digest())
                .collect(Collectors.toSet());
    }

    private List<Document> about(Set<Digest> subjects, Set<Digest> known) throws IOException {
        Map<Digest, List<Claim>> claims = new ConcurrentHashMap<>();
        Parallel.forEach(subjects, QUESTIONS_AT_ONCE, subject -> claims.put(subject, claims(subject)));
        claims.values()
                .forEach(list -> list.removeIf(claim ->
                        claim.tag().isEmpty() && known.contains(claim.manifest().digest())));
        checkCount(claims.values().stream().mapToInt(List::size).sum());
        Map<Claim, Document> documents = new HashMap<>();
        for (Map.Entry<Digest, List<Claim>> each : claims.entrySet()) {
            for (Claim claim : each.getValue()) {
                document(each.getKey(), claim).ifPresent(document -> documents.put(claim, document));
            }
        }
        return List.copyOf(documents.values());
    }

    private List<Claim> claims(Digest subject) throws IOException {
        List<Claim> claims = new ArrayList<>();
        for (Descriptor referrer : source.referrers(subject)) {
            claims.add(new Claim(referrer.plain(), Optional.empty()));
        }
        for (Tag tag : DocumentTags.ofCosign(subject)) {
            source.tagged(tag).ifPresent(manifest -> claims.add(new Claim(manifest.plain(), Optional.of(tag))));
        }
        return claims;
    }

    /** A list may contain deleted manifests and unknown types, which are skipped. */
    private Optional<Document> document(Digest subject, Claim claim) throws IOException {
        try {
            Image content = Image.read(claim.manifest(), source);
            Document document = new Document(content, source, claim.tag());
            if (document.subject().equals(subject)) {
                return Optional.of(document);
            }
            warnings.accept(leftOut(subject, claim, Message.of("It is about " + document.subject() + ".")));
        } catch (ImageException e) {
            warnings.accept(leftOut(subject, claim, e.said()));
        } catch (NoSuchFileException e) {
            warnings.accept(leftOut(subject, claim, Message.of("It is not there.")));
        }
        return Optional.empty();
    }

    private static Message leftOut(Digest subject, Claim claim, Message why) {
        return Message.of("A document that is listed for " + subject + " is left out, "
                        + claim.manifest().digest() + ": ")
                .and(why.map(Text::printable));
    }

    private void warnAboutLeft(Digest top) throws IOException {
        List<Claim> claims = claims(top);
        if (!claims.isEmpty()) {
            warnings.accept(Message.of("Left out, since they are about " + top
                            + ", which the chosen platforms made another image of")
                    .because(ImportReason.OTHER_PLATFORMS)
                    .and(": "
                            + claims.stream()
                                    .map(claim -> claim.tag()
                                            .map(Tag::name)
                                            .orElse(claim.manifest().digest().toString()))
                                    .distinct()
                                    .limit(limit.count())
                                    .collect(Collectors.joining(", "))));
        }
    }

    private void checkCount(int count) {
        if (count > limit.count()) {
            throw tooMany(count + " documents where " + limit.count() + " are taken");
        }
    }

    private void checkSize(List<Document> documents) {
        checkCount(documents.size());
        long bytes = DocumentOrder.manifestBytes(documents)
                + documents.stream()
                        .mapToLong(document -> document.content().blobBytes())
                        .sum();
        if (bytes > limit.bytes()) {
            throw tooMany("documents of " + bytes + " bytes where " + limit.bytes() + " are taken");
        }
    }

    private static ImageException tooMany(String what) {
        return new ImageException("It has " + what + ": signatures, attestations, SBOMs. Remove from the source those"
                + " that nobody needs.");
    }
}
