package io.github.imagepromotion.rollback;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a rollback did in an environment; written as JSON.
 *
 * @param environment its id
 * @param outcome {@code rolled_back}, {@code unchanged} where every tag named the build already, {@code planned} for a dry run
 * @param started when
 * @param finished when
 * @param reason as who did it gave it
 * @param images each in each registry
 */
public record RollbackResult(
        String environment,
        Outcome outcome,
        Instant started,
        Instant finished,
        Optional<String> reason,
        List<Returned> images) {

    /** Copies the list. */
    public RollbackResult {
        images = List.copyOf(images);
    }

    /** How it ended. */
    public enum Outcome {
        ROLLED_BACK,
        UNCHANGED,
        PLANNED
    }

    /**
     * An image that went back.
     *
     * @param registry address, as configured
     * @param repository its name there
     * @param reference registry, repository and BuildId tag of what is there now
     * @param from digest of what the first moving tag named before
     * @param digest of what is there now
     * @param buildId of it
     * @param gav the project that built it
     * @param tags that were moved, and what they named before
     * @param record digest of the document that says so, where one was added
     */
    public record Returned(
            String registry,
            RepositoryName repository,
            String reference,
            Optional<Digest> from,
            Digest digest,
            BuildId buildId,
            Coordinates gav,
            List<TagChange> tags,
            Optional<Digest> record) {

        /** Copies the list. */
        public Returned {
            tags = List.copyOf(tags);
        }
    }
}
