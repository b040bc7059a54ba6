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
 * An approval, a rejection or a withdrawal: the predicate of an in-toto statement about an image. It is attached where
 * a promotion looks for it, even before the image is there. It is never changed, but can be withdrawn by another
 * decision. {@code docs/schemas/decision-v1.schema.json} describes it for other programs, {@code decision-v2} the approval
 * of a plan.
 *
 * @param kind of the decision
 * @param environment for which the image is approved; empty for a rejection, which applies to all environments
 * @param digest of the image
 * @param buildId of the build
 * @param gav the project that built it
 * @param withdraws {@link Decided#id} of the decision that is withdrawn
 * @param reason of the person who decided; may be empty for an approval
 * @param by who decided, self-declared; only the signing key counts
 * @param at time of the decision, self-declared
 * @param validUntil end of an approval, self-declared
 * @param plugin version of this plugin
 * @param plan digest of the only plan for which an approval counts; empty if it counts for every promotion
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
        String plugin,
        Optional<Digest> plan) {
    /** The type of the predicate. A change that old readers would misread gets another number. */
    public static final String PREDICATE_TYPE = "https://imagepromotion.github.io/decision/v1";

    /** The type of an approval of a plan: readers of the first version would count it for every promotion. */
    public static final String PLAN_PREDICATE_TYPE = "https://imagepromotion.github.io/decision/v2";

    /** The kinds of decisions. */
    public enum Kind {
        APPROVE,
        REJECT,
        WITHDRAW
    }

    /** @throws IllegalArgumentException if an approval is for no environment, a withdrawal of nothing, or a plan not approved */
    public Decision {
        if (kind == Kind.APPROVE && environment.isEmpty()) {
            throw new IllegalArgumentException("an approval is for an environment");
        }
        if ((kind == Kind.WITHDRAW) != withdraws.isPresent()) {
            throw new IllegalArgumentException("a withdrawal, and nothing else, withdraws a decision");
        }
        if (plan.isPresent() && kind != Kind.APPROVE) {
            throw new IllegalArgumentException("only an approval is of a plan");
        }
    }

    /** {@return the type of its statement} */
    public String predicateType() {
        return plan.isPresent() ? PLAN_PREDICATE_TYPE : PREDICATE_TYPE;
    }

    /** {@return the statement about the image} */
    public InTotoStatement statement() {
        return new InTotoStatement(
                Optional.empty(), digest, predicateType(), Json.tree(this).getAsJsonObject());
    }
}
