package io.github.imagepromotion.status;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.signing.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one person decided.
 *
 * @param by who, by his own account
 * @param at when
 * @param reason in his words; may be empty for an approval
 * @param keys those that count, and signed it; none where everyone's decisions count
 */
public record Vote(Optional<String> by, Instant at, String reason, List<Digest> keys) {

    /** Keeps the list. */
    public Vote {
        keys = List.copyOf(keys);
    }

    /** {@return by whom, when and why, as the end of a clause for people} */
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
