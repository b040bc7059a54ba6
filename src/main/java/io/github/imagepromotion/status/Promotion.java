package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.GateAnswer.Outcome;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A promotion, as its record tells of it.
 *
 * @param buildId of the build
 * @param digest of the image
 * @param gav the project that built it
 * @param at when
 * @param by who, by his own account
 * @param ci name of the CI server
 * @param job its URL there
 * @param from where the archive was taken from
 * @param standing whether a trusted key signed the record
 * @param rollback whether the environment went back to this build
 * @param rollbackReason why, in the words of who did it
 * @param overridden gates that did not let it through and were passed nevertheless; each says by whom and why
 * @param tags that were set
 * @param record digest of the record's content
 */
public record Promotion(
        BuildId buildId,
        Digest digest,
        Coordinates gav,
        Instant at,
        Optional<String> by,
        Optional<String> ci,
        Optional<String> job,
        String from,
        Standing standing,
        boolean rollback,
        Optional<String> rollbackReason,
        List<GateAnswer> overridden,
        List<String> tags,
        Digest record) {
    /** The newest first; where two are of the same time, always in the same order. */
    static final Comparator<Promotion> NEWEST_FIRST = Comparator.comparing(Promotion::at)
            .reversed()
            .thenComparing(promotion -> promotion.record().toString());

    /** Keeps the list. */
    public Promotion {
        overridden = List.copyOf(overridden);
        tags = List.copyOf(tags);
    }

    /** {@return that it was a rollback, and why, as a clause; empty where it was none} */
    public Optional<String> rolledBack() {
        return rollback
                ? Optional.of("rolled back"
                        + rollbackReason.map(reason -> ": " + reason).orElse(""))
                : Optional.empty();
    }

    static Promotion of(Recorded recorded) {
        PromotionRecord record = recorded.record();
        return new Promotion(
                record.buildId(),
                record.digest(),
                record.gav(),
                record.at(),
                record.by().user().map(Text::printable),
                record.by().ci().map(Text::printable),
                record.by().job().map(Text::printable),
                Text.printable(record.from()),
                recorded.finding().standing(),
                record.rollback().isPresent(),
                record.rollback()
                        .flatMap(PromotionRecord.RollbackReason::reason)
                        .map(Text::printable),
                overridden(record),
                record.tags().stream().map(change -> change.tag().name()).toList(),
                recorded.id());
    }

    private static List<GateAnswer> overridden(PromotionRecord record) {
        return record.gates().stream()
                .filter(answer -> answer.outcome() == Outcome.OVERRIDDEN)
                .map(answer -> new GateAnswer(
                        Text.printable(answer.gate()),
                        answer.outcome(),
                        answer.reason().map(Text::printable)))
                .toList();
    }
}
