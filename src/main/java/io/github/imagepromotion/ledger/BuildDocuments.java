package io.github.imagepromotion.ledger;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.signing.InTotoStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a build says about its image. Provenance and signature are about the top manifest and, where that is an index,
 * about the manifest of each platform too: who pulls one of them finds the same beside it. Files are about the top.
 *
 * @param attester signs, or not
 * @param provenance where the image comes from; empty if that is not to be said
 * @param attachments files about it
 * @param repository of the image
 */
public record BuildDocuments(
        Attester attester, Optional<Provenance> provenance, List<Attachment> attachments, RepositoryName repository) {
    private static final String TITLE = "org.opencontainers.image.title";

    /** Keeps the list. */
    public BuildDocuments {
        attachments = List.copyOf(attachments);
    }

    /**
     * @param image that was built
     * @return its documents, in no particular order
     */
    public List<Document> about(Image image) {
        List<Document> documents = new ArrayList<>();
        for (Descriptor subject : subjects(image)) {
            provenance.ifPresent(
                    known -> documents.add(attester.statement(statement(known, subject.digest()), subject)));
            attester.signature(subject, repository.toString()).ifPresent(documents::add);
        }
        for (Attachment attachment : attachments) {
            documents.add(Document.of(
                    attachment.type(),
                    image.top().plain(),
                    attachment.type(),
                    attachment.content(),
                    Map.of(TITLE, attachment.name())));
        }
        return documents;
    }

    /**
     * @param image any image
     * @return the top manifest, then those of its platforms
     */
    public static List<Descriptor> subjects(Image image) {
        List<Descriptor> subjects = new ArrayList<>();
        subjects.add(image.top().plain());
        image.imageManifests().stream()
                .filter(manifest -> !manifest.isAttestation())
                .filter(manifest -> manifest.config().mediaType().isImageConfig())
                .map(ImageManifest::descriptor)
                .map(Descriptor::plain)
                .filter(platform -> !platform.digest().equals(image.top().digest()))
                .forEach(subjects::add);
        return subjects;
    }

    private InTotoStatement statement(Provenance known, Digest subject) {
        return new InTotoStatement(
                Optional.of(repository.toString()), subject, Provenance.PREDICATE_TYPE, known.predicate());
    }
}
