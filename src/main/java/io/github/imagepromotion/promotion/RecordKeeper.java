package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.promotion.PromotionEvent.Settled;
import io.github.imagepromotion.promotion.PromotionEvent.TagsReadBack;
import io.github.imagepromotion.promotion.PromotionEvent.Transferred;
import io.github.imagepromotion.signing.SigningKey;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a promotion down beside the image, where it was promoted to: after the tags were read back, so that a record says
 * what is so.
 */
final class RecordKeeper implements PromotionListener {
    /** Small requests at once. */
    private static final int AT_ONCE = 16;

    private final RecordSettings settings;
    private final PendingRecords unrecorded;
    private final Clock clock;
    private final int parallelism;
    private final boolean repair;
    private final Map<String, Digest> written = new ConcurrentHashMap<>();
    private final Map<String, List<Digest>> earlier = new ConcurrentHashMap<>();

    RecordKeeper(RecordSettings settings, PromotionRequest request, Clock clock) {
        this.settings = settings;
        this.unrecorded = new PendingRecords(settings.stateDirectory());
        this.clock = clock;
        this.parallelism = request.parallelism();
        this.repair = request.repair();
    }

    @Override
    public void on(PromotionEvent event) throws IOException {
        if (event instanceof Transferred transferred) {
            prepare(transferred.plan());
        } else if (event instanceof TagsReadBack readBack) {
            write(readBack.plan());
        } else if (event instanceof Settled settled) {
            forget(settled.plan());
        }
    }

    /**
     * Before the tags: signs what this key has not signed yet, remembers what is about to happen, and finds out whether it
     * could be recorded.
     */
    private void prepare(Plan plan) throws IOException {
        List<Target> due = plan.targets().stream()
                .filter(target -> !target.tagsToSet().isEmpty())
                .toList();
        Parallel.forEach(due, AT_ONCE, this::prepare);
    }

    private void prepare(Target target) throws IOException {
        new PromoterSignature(settings.attester(), parallelism).sign(target);
        if (isRecorded(target)) {
            unrecorded.remember(target);
            new Ledger(target.repository(), parallelism)
                    .requireRecordable(target.candidate().digest(), settings.attester());
        }
    }

    /** Under the lock, while the tags are read back: what the records are to follow. */
    void lookAhead(Plan plan) throws IOException {
        List<Target> recorded = plan.targets().stream()
                .filter(target -> !target.tagsToSet().isEmpty() && isRecorded(target))
                .toList();
        Parallel.forEach(recorded, AT_ONCE, target -> {
            try {
                earlier.put(target.name(), earlier(target));
            } catch (ImageException | IOException e) {
                // Asked again when the record is written, which says so.
            }
        });
    }

    private List<Digest> earlier(Target target) throws IOException {
        return new Ledger(target.repository(), parallelism)
                .recordIds(
                        target.candidate().digest(),
                        settings.attester().form(),
                        target.candidate().archive().documents());
    }

    /** After the tags: adds a record for each target that has changed, or that a former call left without one. */
    private void write(Plan plan) throws IOException {
        List<Target> due = new ArrayList<>();
        for (Target target : plan.targets()) {
            if (isRecorded(target) && isDue(target)) {
                due.add(target);
            }
        }
        Parallel.forEach(due, AT_ONCE, this::write);
    }

    private boolean isDue(Target target) throws IOException {
        return !target.tagsToSet().isEmpty() || unrecorded.has(target) || (repair && !hasRecord(target));
    }

    /** With a key, one that it signed: what others wrote, or nobody signed, may count for nothing. */
    private boolean hasRecord(Target target) throws IOException {
        Ledger ledger = new Ledger(target.repository(), parallelism);
        Digest image = target.candidate().digest();
        Optional<SigningKey> key = settings.attester().key();
        if (key.isEmpty()) {
            return !ledger.recordIds(
                            image,
                            settings.attester().form(),
                            target.candidate().archive().documents())
                    .isEmpty();
        }
        return Ledger.records(ledger.findings(image, List.of(key.get().publicKey())), image).stream()
                .filter(recorded -> recorded.finding().standing() == Finding.Standing.SIGNED)
                .anyMatch(recorded -> recorded.record()
                        .environment()
                        .equals(target.environment().id()));
    }

    /** @return the digest of the record that was added for a target, empty if nothing had to be recorded */
    Optional<Digest> record(Target target) {
        return Optional.ofNullable(written.get(target.name()));
    }

    private static boolean isRecorded(Target target) {
        return !target.environment().trust().withoutRecords();
    }

    private void write(Target target) throws IOException {
        Ledger ledger = new Ledger(target.repository(), parallelism);
        Descriptor image = target.candidate().archive().image().top().plain();
        try {
            @Nullable List<Digest> known = earlier.get(target.name());
            written.put(
                    target.name(),
                    ledger.add(record(target, known == null ? earlier(target) : known), image, settings.attester()));
        } catch (ImageException e) {
            throw new ImageException(
                    Message.of("'" + target.name()
                                    + "' is promoted and its tags are set, but this could not be recorded: ")
                            .and(e)
                            .and(" Run the same command again: it adds the record."),
                    e);
        }
    }

    /** The records are there, and nobody can have lost them. */
    void forget(Plan plan) throws IOException {
        for (Target target : plan.targets()) {
            if (written.containsKey(target.name())) {
                unrecorded.forget(target);
            }
        }
    }

    /**
     * What this call planned by what the registry said, and did: where a former call set the tags, it is known that they
     * name the image, and not what they named before.
     */
    private PromotionRecord record(Target target, List<Digest> follows) {
        Candidate candidate = target.candidate();
        return new PromotionRecord(
                target.environment().id(),
                target.registry(),
                target.repository().name(),
                candidate.digest(),
                candidate.identity().buildId(),
                candidate.identity().coordinates(),
                target.tags().stream()
                        .map(state -> new TagChange(state.tag(), state.before()))
                        .toList(),
                candidate.from(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                settings.by(),
                settings.plugin(),
                target.gates().stream().map(GateAnswer::recorded).toList(),
                Optional.empty(),
                follows,
                Optional.of(candidate.environments().source()));
    }
}
