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
 * A promotion, as its record describes it.
 *
 * @param buildId the BuildId
 * @param digest digest of the image
 * @param gav coordinates of the project that built it
 * @param at time of the promotion
 * @param by who promoted it, as claimed by the record
 * @param ci name of the CI server
 * @param job URL of the CI job
 * @param from where the archive came from
 * @param standing whether a trusted key signed the record
 * @param rollback whether this was a rollback to this build
 * @param rollbackReason reason given for the rollback
 * @param overridden gates that refused and were overridden; each says by whom and why
 * @param tags tags that were set
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
    /** The latest first; promotions of the same time have a stable order. */
    static final Comparator<Promotion> NEWEST_FIRST = Comparator.comparing(Promotion::at)
            .reversed()
            .thenComparing(promotion -> promotion.record().toString());

    /** Copies the list. */
    public Promotion {
        overridden = List.copyOf(overridden);
        tags = List.copyOf(tags);
    }

    /** {@return a clause saying that it was a rollback, and why; empty if it was none} */
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
