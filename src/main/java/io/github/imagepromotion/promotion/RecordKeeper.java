package io.github.imagepromotion.promotion;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.signing.SigningKey;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records a promotion as a document that is attached to the image, in each registry that it was promoted to. */
final class RecordKeeper {
    /** Small requests in parallel. */
    private static final int AT_ONCE = 32;

    /** Records that are made before they can be attached, and so take memory until then. */
    private static final int MADE_AHEAD = 256;

    private final Optional<RecordSettings> settings;
    private final Attester attester;
    private final Clock clock;
    private final int parallelism;
    private final boolean repair;
    private final Map<String, Digest> written = new ConcurrentHashMap<>();
    private final Map<String, Document> made = new ConcurrentHashMap<>();
    private final Set<String> put = ConcurrentHashMap.newKeySet();

    /** Without settings in the request nothing is signed or recorded. */
    RecordKeeper(PromotionRequest request, Clock clock) {
        this.settings = request.records();
        this.attester = settings.map(RecordSettings::attester).orElse(Attester.UNSIGNED);
        this.clock = clock;
        this.parallelism = request.parallelism();
        this.repair = request.repair();
    }

    private PendingRecords pending() {
        return new PendingRecords(settings.orElseThrow().stateDirectory());
    }

    /**
     * Called before tags are set: signs what this key has not signed yet, remembers the promotion until it is recorded,
     * and checks that a record can be attached.
     */
    void prepare(Target target) throws IOException {
        if (target.tagsToSet().isEmpty()) {
            return;
        }
        new PromoterSignature(attester, parallelism).sign(target);
        if (isRecorded(target)) {
            pending().remember(target);
            new Ledger(target.repository(), parallelism)
                    .requireRecordable(target.candidate().digest(), attester);
        }
    }

    /**
     * Creates the records, under the lock and while tags are set. They follow existing records; for an image that is
     * new there, none are expected until {@link #put}. Their content is sent but not attached; failures are repeated
     * when they are attached.
     */
    void make(Plan plan) throws IOException {
        List<Target> recorded = plan.targets().stream()
                .filter(target -> !target.tagsToSet().isEmpty() && isRecorded(target))
                .limit(MADE_AHEAD)
                .toList();
        Parallel.inGroups(recorded, Target::registry, AT_ONCE, this::make);
    }

    private void make(Target target) {
        tryTo(() -> {
            Document document = isNew(target) ? document(target, List.of()) : document(target);
            Set<Digest> there = target.candidate().archive().documents().stream()
                    .flatMap(known -> known.content().blobs().stream())
                    .map(Descriptor::digest)
                    .collect(Collectors.toSet());
            new Ledger(target.repository(), parallelism).send(List.of(document), there);
            made.put(target.name(), document);
        });
    }

    /**
     * Sends the records' content while tags are read back; it is invisible until it is attached. Of many images, each
     * record is sent when it is attached: what its list was found to hold would be out of date by then.
     */
    void put(Plan plan) throws IOException {
        if (plan.targets().size() <= AT_ONCE) {
            Parallel.inGroups(plan.targets(), Target::registry, AT_ONCE, this::put);
        }
    }

    /** A record that must follow another one is created again when it is attached. */
    private void put(Target target) throws IOException {
        @Nullable Document document = made.get(target.name());
        if (document != null && put.add(target.name())) {
            made.remove(target.name());
            tryTo(() -> {
                target.repository().prepare(List.of(document));
                if (!isNew(target) || earlier(target).isEmpty()) {
                    made.put(target.name(), document);
                }
            });
        }
    }

    /** {@return whether the BuildId tag did not exist} */
    private static boolean isNew(Target target) {
        return target.tags().get(0).before().isEmpty();
    }

    private static void tryTo(IoRunnable work) {
        try {
            work.run();
        } catch (ImageException | IOException e) {
            // Sent again when the record is attached, which reports the error.
        }
    }

    private Document document(Target target) throws IOException {
        return document(target, earlier(target));
    }

    private Document document(Target target, List<Digest> follows) {
        return new Ledger(target.repository(), parallelism)
                .document(
                        record(target, follows),
                        target.candidate().archive().image().top().plain(),
                        attester);
    }

    private List<Digest> earlier(Target target) throws IOException {
        return new Ledger(target.repository(), parallelism)
                .recordIds(
                        target.candidate().digest(),
                        attester.form(),
                        target.candidate().archive().documents());
    }

    /**
     * Called after tags are read back: adds a record for each target that changed, or that an earlier call did not
     * record.
     */
    void write(Plan plan) throws IOException {
        List<Target> due = new ArrayList<>();
        for (Target target : plan.targets()) {
            if (isRecorded(target) && isDue(target)) {
                due.add(target);
            }
        }
        Parallel.inGroups(due, Target::registry, AT_ONCE, this::write);
    }

    private boolean isDue(Target target) throws IOException {
        return !target.tagsToSet().isEmpty() || pending().has(target) || (repair && !hasRecord(target));
    }

    /** With a key, only a record that it signed counts. */
    private boolean hasRecord(Target target) throws IOException {
        Ledger ledger = new Ledger(target.repository(), parallelism);
        Digest image = target.candidate().digest();
        Optional<SigningKey> key = attester.key();
        if (key.isEmpty()) {
            return !ledger.recordIds(
                            image, attester.form(), target.candidate().archive().documents())
                    .isEmpty();
        }
        return Ledger.records(ledger.findings(image, List.of(key.get().publicKey())), image).stream()
                .filter(recorded -> recorded.finding().standing() == Finding.Standing.SIGNED)
                .anyMatch(recorded -> recorded.record()
                        .environment()
                        .equals(target.environment().id()));
    }

    /** {@return the digest of the record that was added for a target, empty if there was nothing to record} */
    Optional<Digest> record(Target target) {
        return Optional.ofNullable(written.get(target.name()));
    }

    private boolean isRecorded(Target target) {
        return settings.isPresent() && !target.environment().trust().withoutRecords();
    }

    private void write(Target target) throws IOException {
        Ledger ledger = new Ledger(target.repository(), parallelism);
        try {
            if (!put.contains(target.name())) {
                if (!made.containsKey(target.name())) {
                    make(target);
                }
                put(target);
            }
            @Nullable Document document = made.remove(target.name());
            if (document == null) {
                document = document(target);
                ledger.send(List.of(document), Set.of());
            }
            ledger.attach(List.of(document));
            written.put(target.name(), document.digest());
        } catch (ImageException e) {
            throw new ImageException(
                    Message.of("'" + target.name()
                                    + "' is promoted and its tags are set, but this could not be recorded: ")
                            .and(e)
                            .and(" Run the same command again: it adds the record."),
                    e);
        }
    }

    /**
     * Called when no concurrent writer can remove the records from a list any more: an interrupted call would not
     * repeat them.
     */
    void complete(Plan plan) throws IOException {
        for (Target target : plan.targets()) {
            if (written.containsKey(target.name())) {
                pending().forget(target);
            }
        }
    }

    /** What a tag named before is what the plan read; where an earlier call set the tag, that is the image itself. */
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
                settings.orElseThrow().by(),
                settings.orElseThrow().plugin(),
                target.gates().stream().map(GateAnswer::recorded).toList(),
                Optional.empty(),
                follows,
                Optional.of(candidate.environments().source()));
    }
}
