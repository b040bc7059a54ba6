package io.github.imagepromotion.status;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.signing.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A decision of one person.
 *
 * @param by who decided, as claimed
 * @param at time of the decision
 * @param reason the reason given; may be empty for an approval
 * @param keys configured keys that signed it; empty where all decisions count
 */
public record Vote(Optional<String> by, Instant at, String reason, List<Digest> keys) {

    /** Copies the list. */
    public Vote {
        keys = List.copyOf(keys);
    }

    /** {@return by whom, when and why, as the end of a clause} */
    public String said() {
        return by.map(name -> " by '" + name + "'").orElse("") + " at " + at
                + (reason.isEmpty() ? "" : ": '" + reason + "'");
    }

    static Vote of(Decided decided) {
        return of(decided, decided.finding().signers());
    }

    static Vote of(Decided decided, List<VerificationKey> keys) {
        return new Vote(
                decided.decision().by().user().map(Text::printable),
                decided.decision().at(),
                Text.printable(decided.decision().reason()),
                keys.stream().map(VerificationKey::id).toList());
    }
}
