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
 * The result of a rollback; written as JSON.
 *
 * @param environment id of the environment
 * @param outcome {@code rolled_back}; {@code unchanged} if every tag pointed to the build already; {@code planned} for
 *     a dry run
 * @param started start time
 * @param finished end time
 * @param reason the reason given for the rollback
 * @param images each image in each registry
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

    /** Outcome of a rollback. */
    public enum Outcome {
        ROLLED_BACK,
        UNCHANGED,
        PLANNED
    }

    /**
     * An image that was rolled back.
     *
     * @param registry address, as configured
     * @param repository its name there
     * @param reference registry, repository and BuildId tag of the build that is current now
     * @param from digest that the first moving tag pointed to before
     * @param digest digest that is current now
     * @param buildId its BuildId
     * @param gav coordinates of the project that built it
     * @param tags moved tags, with where they pointed before
     * @param record digest of the record, if one was attached
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
