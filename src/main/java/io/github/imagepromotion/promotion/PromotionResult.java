package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.registry.RetryBudget.Retry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a promotion to one environment; written as JSON.
 *
 * @param environment its id
 * @param outcome {@code promoted}, {@code unchanged} if nothing had to be changed, {@code planned} for a dry run,
 *     {@code refused} if it was forbidden and nothing was written
 * @param started start time
 * @param finished end time
 * @param milliseconds between the two
 * @param phases duration of each phase in milliseconds, in order, including those before {@code started}
 * @param bytesUploaded total size of the blobs that were sent
 * @param retries that were made
 * @param images each image in each registry
 */
public record PromotionResult(
        String environment,
        Outcome outcome,
        Instant started,
        Instant finished,
        long milliseconds,
        Map<String, Long> phases,
        long bytesUploaded,
        List<Retry> retries,
        List<PromotedImage> images) {

    /** The outcomes of a promotion. */
    public enum Outcome {
        PROMOTED,
        UNCHANGED,
        PLANNED,
        REFUSED
    }

    /**
     * An image in a registry.
     *
     * @param gav the project that built it
     * @param buildId of that build
     * @param digest of the top manifest, the same in every environment
     * @param mediaType of the top manifest
     * @param registry address, as configured
     * @param repository its name there
     * @param reference registry, repository and BuildId tag
     * @param from source of the archive
     * @param tags that name it now, the BuildId tag first
     * @param previous the digests that tags named when the plan was made, by tag; new tags are absent
     * @param blobs of the image
     * @param documents about it in the artifact, including signatures and SBOMs
     * @param gates the answers of the gates; empty if nothing had to be changed
     * @param record digest of the document with the promotion record, if one was added
     * @param bytesUploaded total size of the blobs that were sent, including those of documents
     */
    public record PromotedImage(
            Coordinates gav,
            BuildId buildId,
            Digest digest,
            MediaType mediaType,
            String registry,
            RepositoryName repository,
            String reference,
            String from,
            List<Tag> tags,
            Map<String, Digest> previous,
            List<BlobArrival> blobs,
            List<AttachedDocument> documents,
            List<GateAnswer> gates,
            Optional<Digest> record,
            long bytesUploaded) {}

    /**
     * A blob, and how it was transferred.
     *
     * @param digest of the blob
     * @param size in bytes
     * @param action {@code uploaded}, {@code mounted} or {@code present}; {@code missing} in a plan
     */
    public record BlobArrival(Digest digest, long size, String action) {}

    /**
     * A document about an image, and whether it was attached.
     *
     * @param artifactType its media type
     * @param digest of its manifest
     * @param subject digest of the manifest that it is about
     * @param tag of the document, if it is found by a tag
     * @param action {@code attached} or {@code present}; {@code missing} in a plan
     */
    public record AttachedDocument(
            String artifactType, Digest digest, Digest subject, Optional<Tag> tag, String action) {}
}
