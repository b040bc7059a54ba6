package io.github.imagepromotion.ledger;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.signing.InTotoStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The documents that a build attaches to its image. Provenance and signature are attached to the top manifest and, if
 * that is an index, to the manifest of each platform, so that they are found with each of them. Files are attached to
 * the top manifest.
 *
 * @param attester signs the documents, if it has a key
 * @param provenance of the image; empty if none is written
 * @param attachments files about the image
 * @param repository of the image
 */
public record BuildDocuments(
        Attester attester, Optional<Provenance> provenance, List<Attachment> attachments, RepositoryName repository) {
    private static final String TITLE = "org.opencontainers.image.title";

    /** Copies the list. */
    public BuildDocuments {
        attachments = List.copyOf(attachments);
    }

    /**
     * @param image that was built
     * @param kept documents that the image had before, and that are kept
     * @return the further documents, in no particular order
     */
    public List<Document> about(Image image, List<Document> kept) {
        Descriptor top = image.top().plain();
        List<Document> documents = new ArrayList<>();
        for (Descriptor subject : subjects(image)) {
            attester.signature(subject, repository.toString()).ifPresent(documents::add);
            if (!subject.sameContent(top)) {
                provenance.ifPresent(known -> documents.add(statement(known, subject)));
            }
        }
        attachments.forEach(attachment -> documents.add(file(attachment, top)));
        // Last, since it names all others.
        provenance.ifPresent(known -> documents.add(statement(
                known.naming(Stream.concat(kept.stream(), documents.stream()).toList()), top)));
        return documents;
    }

    private Document statement(Provenance known, Descriptor subject) {
        InTotoStatement statement = new InTotoStatement(
                Optional.of(repository.toString()), subject.digest(), Provenance.PREDICATE_TYPE, known.predicate());
        return attester.statement(statement, subject);
    }

    private static Document file(Attachment attachment, Descriptor subject) {
        return Document.of(
                attachment.type(), subject, attachment.type(), attachment.content(), Map.of(TITLE, attachment.name()));
    }

    /**
     * @param image any image
     * @return the top manifest, then those of its platforms
     */
    public static List<Descriptor> subjects(Image image) {
        List<Descriptor> subjects = new ArrayList<>();
        subjects.add(image.top().plain());
        image.imageManifests().stream()
                .filter(ImageManifest::isImage)
                .map(ImageManifest::descriptor)
                .map(Descriptor::plain)
                .filter(platform -> !platform.digest().equals(image.top().digest()))
                .forEach(subjects::add);
        return subjects;
    }

    /**
     * A file about an image: an SBOM, a test report, a VEX document.
     *
     * @param name of the file, for display
     * @param type of its content, and of the document that holds it
     * @param content its bytes, not to be changed
     */
    public record Attachment(String name, MediaType type, byte[] content) {
        /** The largest file that is attached, in bytes. */
        public static final int LARGEST = 64 * 1024 * 1024;

        /** An SBOM of CycloneDX, as its Maven plugin writes it to {@code target/bom.json}. */
        public static final MediaType CYCLONEDX = MediaType.of("application/vnd.cyclonedx+json");
    }
}
