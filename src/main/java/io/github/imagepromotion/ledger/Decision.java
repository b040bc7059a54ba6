package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.signing.InTotoStatement;
import java.time.Instant;
import java.util.Optional;

/**
 * What somebody decided about an image: the predicate of an in-toto statement about it. It is attached where a promotion
 * looks for it, before the image is there. Never changed; it is withdrawn by another one.
 * {@code docs/schemas/decision-v1.schema.json} describes it for other programs.
 *
 * @param kind what was decided
 * @param environment for which it was approved; empty for a rejection, which holds everywhere
 * @param digest of the image
 * @param buildId of the build
 * @param gav the project that built it
 * @param withdraws {@link Decided#id} of the decision that does not hold any more
 * @param reason in the words of who decided; may be empty for an approval
 * @param by who, by his own account; whose key it is counts
 * @param at when
 * @param validUntil when an approval ends, by its own account
 * @param plugin version of this plugin
 */
public record Decision(
        Kind kind,
        Optional<String> environment,
        Digest digest,
        BuildId buildId,
        Coordinates gav,
        Optional<Digest> withdraws,
        String reason,
        Actor by,
        Instant at,
        Optional<Instant> validUntil,
        String plugin) {
    /** The type of the predicate. A change that old readers would misread gets another number. */
    public static final String PREDICATE_TYPE = "https://imagepromotion.github.io/decision/v1";

    /** What can be decided. */
    public enum Kind {
        APPROVE,
        REJECT,
        WITHDRAW
    }

    /** @throws IllegalArgumentException if an approval is for no environment, or a withdrawal of nothing */
    public Decision {
        if (kind == Kind.APPROVE && environment.isEmpty()) {
            throw new IllegalArgumentException("an approval is for an environment");
        }
        if ((kind == Kind.WITHDRAW) != withdraws.isPresent()) {
            throw new IllegalArgumentException("a withdrawal, and nothing else, withdraws a decision");
        }
    }

    /** {@return it, about its image} */
    public InTotoStatement statement() {
        return new InTotoStatement(
                Optional.empty(), digest, PREDICATE_TYPE, Json.tree(this).getAsJsonObject());
    }
}
