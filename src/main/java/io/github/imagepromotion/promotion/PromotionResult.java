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
 * What a promotion did in one environment; written as JSON.
 *
 * @param environment its id
 * @param outcome {@code promoted}, {@code unchanged} where everything was there already, {@code planned} for a dry run,
 *     {@code refused} where something forbade it and nothing was written
 * @param started when
 * @param finished when
 * @param milliseconds between the two
 * @param phases what each part of the promotion took, in milliseconds, in their order, what came before {@code started}
 *     included
 * @param bytesUploaded of all blobs that were sent
 * @param retries what was tried again meanwhile, and why
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

    /** How it ended. */
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
     * @param from where the archive was taken from
     * @param tags that point to it now, the BuildId's first
     * @param previous the digests that tags pointed to when the plan was made, by tag; new tags are absent
     * @param blobs that it needs
     * @param documents about it that the artifact holds, signatures and SBOMs among them
     * @param gates that were asked, and what they said; none where nothing had to be changed
     * @param record digest of the document that says so, where one was added
     * @param bytesUploaded of the blobs that were sent, those of documents included
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
     * A blob, and how it came there.
     *
     * @param digest of the blob
     * @param size in bytes
     * @param action {@code uploaded}, {@code mounted} or {@code present}; {@code missing} in a plan
     */
    public record BlobArrival(Digest digest, long size, String action) {}

    /**
     * A document about an image, and how it came there.
     *
     * @param artifactType what it is, a media type
     * @param digest of its manifest
     * @param subject digest of the manifest that it is about
     * @param tag under which it stands, where it is found by that
     * @param action {@code attached} or {@code present}; {@code missing} in a plan
     */
    public record AttachedDocument(
            String artifactType, Digest digest, Digest subject, Optional<Tag> tag, String action) {}
}
