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

/** Writes the build artifact of an image, archive and build record, unless those of the last build are up to date. */
public final class ArtifactWriter {
    private final ArtifactRequest request;

    /** @param request the artifact to write */
    public ArtifactWriter(ArtifactRequest request) {
        this.request = request;
    }

    /**
     * Like {@link #write}, it claims the artifact's name for this image in the call.
     *
     * @param inputs hash of all inputs of the artifact
     * @return the artifact of the last build; empty if it is not up to date
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
     * @param image the image
     * @param blobs source of its content
     * @param base its base image
     * @param source its source, if it is imported
     * @return its build record, signed if a key is configured
     */
    public BuildRecord record(
            Image image, BlobSource blobs, Optional<BuildRecord.RecordedBase> base, Optional<BuildRecord.Source> source)
            throws IOException {
        Descriptor top = image.top();
        return request.documents()
                .signed(new BuildRecord(
                        BuildRecord.SCHEMA_VERSION,
                        new Identity(
                                request.coordinates(),
                                request.repository(),
                                request.buildId().orElseGet(() -> BuildId.ofContent(top.digest()))),
                        BuildRecord.Top.of(top),
                        BuildRecord.PlatformImage.allOf(image, blobs),
                        new BuildRecord.Inputs(base, source, request.vcs()),
                        request.environments(),
                        Optional.empty()));
    }

    /**
     * Writes the archive, and the record beside it.
     *
     * @param externalLayers layers to leave out of a thin archive
     * @param documents documents of the image
     * @param record its build record
     * @param inputs hash of all inputs of the artifact; empty if unknown
     * @return the artifact
     */
    public ImageArtifact write(
            Image image,
            BlobSource blobs,
            Optional<ExternalLayers> externalLayers,
            List<Document> documents,
            BuildRecord record,
            Optional<Digest> inputs)
            throws IOException {
        Identity identity = record.identity();
        request.claim().accept(identity.localName() + "@" + record.top().digest());
        new ArchiveWriter(image, identity, blobs, externalLayers, distinct(documents)).write(request.archive());
        record.write(request.record());
        if (inputs.isPresent()) {
            LastBuild.of(inputs.get(), identity.localName(), record.top().digest(), request.archive(), request.record())
                    .write(request.lastBuild());
        }
        return new ImageArtifact(
                identity.localName(),
                record.top().digest(),
                Optional.of(new ImageArtifact.Counts(
                        image.blobs().size(),
                        image.blobBytes(),
                        documents.size(),
                        externalLayers.map(ExternalLayers::base))));
    }

    /** An imported image may already have a document that this build would create. */
    private static List<Document> distinct(List<Document> documents) {
        Map<String, Document> distinct = new LinkedHashMap<>();
        documents.forEach(document ->
                distinct.putIfAbsent(document.digest() + " " + document.tag().orElse(null), document));
        return List.copyOf(distinct.values());
    }

    /**
     * A build artifact: archive and build record.
     *
     * @param name name of the image after {@code docker load}
     * @param digest digest of the image, the same in every environment
     * @param contents contents of the archive; empty if it was up to date
     */
    public record ImageArtifact(String name, Digest digest, Optional<Counts> contents) {
        /**
         * @param blobs number of blobs
         * @param bytes total size of the blobs
         * @param documents number of documents
         * @param externalBase base image whose layers a thin archive leaves out
         */
        public record Counts(int blobs, long bytes, int documents, Optional<ImageReference> externalBase) {}
    }
}
