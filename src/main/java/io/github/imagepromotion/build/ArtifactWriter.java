package io.github.imagepromotion.build;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.manifest.Image;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the build artifact of an image, archive and build record, or finds that the last one will do. */
public final class ArtifactWriter {
    private final ArtifactRequest request;

    /** @param request what is to be written, and where */
    public ArtifactWriter(ArtifactRequest request) {
        this.request = request;
    }

    /**
     * @param inputs hash of all that the artifact depends on
     * @return what the last build left, empty if this one would leave something else
     */
    Optional<ImageArtifact> unchanged(Digest inputs) throws IOException {
        Optional<LastBuild> last = LastBuild.read(request.lastBuild());
        if (last.isEmpty() || !last.get().isStillThere(inputs, request.archive(), request.record())) {
            return Optional.empty();
        }
        request.claim().accept(last.get().name() + "@" + last.get().digest());
        return Optional.of(new ImageArtifact(last.get().name(), last.get().digest(), Optional.empty()));
    }

    /**
     * @param image whose digest is fixed
     * @param blobs of it
     * @param base it was built on
     * @param source it was imported from
     * @return its record, signed where there is a key
     */
    public BuildRecord record(
            Image image, BlobSource blobs, Optional<BuildRecord.RecordedBase> base, Optional<BuildRecord.Source> source)
            throws IOException {
        Descriptor top = image.top();
        return request.documents()
                .signed(new BuildRecord(
                        BuildRecord.SCHEMA_VERSION,
                        request.coordinates(),
                        request.buildId().orElseGet(() -> BuildId.ofContent(top.digest())),
                        request.repository(),
                        top.digest(),
                        top.mediaType(),
                        top.size(),
                        BuildRecord.PlatformImage.allOf(image, blobs),
                        base,
                        source,
                        request.vcs(),
                        request.environments(),
                        Optional.empty()));
    }

    /**
     * Writes the archive, and the record beside it.
     *
     * @param externalLayers of the archive, where it is to be thin
     * @param documents about the image
     * @param record of it
     * @param inputs hash of all that the artifact depends on, empty if that is not known
     * @return what was written
     */
    public ImageArtifact write(
            Image image,
            BlobSource blobs,
            Optional<ExternalLayers> externalLayers,
            List<Document> documents,
            BuildRecord record,
            Optional<Digest> inputs)
            throws IOException {
        Identity identity = new Identity(record.coordinates(), record.repository(), record.buildId());
        request.claim().accept(identity.localName() + "@" + record.digest());
        new ArchiveWriter(image, identity, blobs, externalLayers, distinct(documents)).write(request.archive());
        record.write(request.record());
        if (inputs.isPresent()) {
            LastBuild.of(inputs.get(), identity.localName(), record.digest(), request.archive(), request.record())
                    .write(request.lastBuild());
        }
        return new ImageArtifact(
                identity.localName(),
                record.digest(),
                Optional.of(new ImageArtifact.Counts(
                        image.blobs().size(),
                        image.blobBytes(),
                        documents.size(),
                        externalLayers.map(ExternalLayers::base))));
    }

    /** An imported image may bring what would be said about it. */
    private static List<Document> distinct(List<Document> documents) {
        Map<String, Document> distinct = new LinkedHashMap<>();
        documents.forEach(document ->
                distinct.putIfAbsent(document.digest() + " " + document.tag().orElse(null), document));
        return List.copyOf(distinct.values());
    }

    /**
     * The build artifact as it lies on the disk: archive and build record.
     *
     * @param name of the image, as docker would load it
     * @param digest of the image, which is the same in every environment
     * @param contents of the archive that was written; empty where the last build's was left as it is
     */
    public record ImageArtifact(String name, Digest digest, Optional<Counts> contents) {
        /**
         * @param blobs of the image
         * @param bytes of them
         * @param documents about it
         * @param externalBase the image whose layers the archive leaves out, where it is thin
         */
        public record Counts(int blobs, long bytes, int documents, Optional<ImageReference> externalBase) {}
    }
}
