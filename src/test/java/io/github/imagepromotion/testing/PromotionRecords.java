package io.github.imagepromotion.testing;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.signing.InTotoStatement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Records of promotions that nobody made: by Ada, of an environment's first registry, to tags that were not there. */
public final class PromotionRecords {
    private PromotionRecords() {}

    /** The record of a promotion of a build under its own tag and the environment's. */
    public static PromotionRecord of(
            Environment environment,
            RepositoryName repository,
            Digest image,
            BuildId buildId,
            Coordinates gav,
            Instant at,
            Digest... follows) {
        return new PromotionRecord(
                environment.id(),
                environment.registries().get(0).toString(),
                repository,
                image,
                buildId,
                gav,
                Stream.concat(Stream.of(buildId.tag()), environment.movingTags().stream())
                        .map(PromotionRecords::isNew)
                        .toList(),
                "a drop",
                at,
                new Actor(Optional.of("ada"), Optional.empty(), Optional.empty()),
                "1.0",
                List.of(),
                Optional.empty(),
                List.of(follows),
                Optional.empty());
    }

    /** A record as it is attached to the image. */
    public static Document document(PromotionRecord record, Descriptor image, Attester attester) {
        InTotoStatement statement = new InTotoStatement(
                Optional.empty(),
                record.digest(),
                PromotionRecord.PREDICATE_TYPE,
                Json.tree(record).getAsJsonObject());
        return attester.statement(statement, image);
    }

    private static TagChange isNew(Tag tag) {
        return new TagChange(tag, Optional.empty());
    }
}
