package io.github.imagepromotion.promotion;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.registry.PushResult;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.RetryBudget.Retry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a promotion did in one environment; written as JSON.
 *
 * @param environment its id
 * @param outcome {@code promoted}, {@code unchanged} where everything was there already, {@code planned} for a dry run,
 *     {@code refused} where something forbade it and nothing was written
 * @param started when
 * @param finished when
 * @param milliseconds between the two
 * @param phases what each part of the promotion took, in milliseconds, in their order, what came before {@code started}
 *     included
 * @param bytesUploaded of all blobs that were sent
 * @param retries what was tried again meanwhile, and why
 * @param images each image in each registry
 */
public record PromotionResult(
        String environment,
        Outcome outcome,
        Instant started,
        Instant finished,
        long milliseconds,
        Map<String, Long> phases,
        long bytesUploaded,
        List<Retry> retries,
        List<PromotedImage> images) {

    /** How it ended. */
    public enum Outcome {
        PROMOTED,
        UNCHANGED,
        PLANNED,
        REFUSED
    }

    /**
     * An image in a registry.
     *
     * @param gav the project that built it
     * @param buildId of that build
     * @param digest of the top manifest, the same in every environment
     * @param mediaType of the top manifest
     * @param registry address, as configured
     * @param repository its name there
     * @param reference registry, repository and BuildId tag
     * @param from where the archive was taken from
     * @param tags that point to it now, the BuildId's first
     * @param previous the digests that tags pointed to when the plan was made, by tag; new tags are absent
     * @param blobs that it needs
     * @param documents about it that the artifact holds, signatures and SBOMs among them
     * @param gates that were asked, and what they said; none where nothing had to be changed
     * @param record digest of the document that says so, where one was added
     * @param bytesUploaded of the blobs that were sent, those of documents included
     */
    public record PromotedImage(
            Coordinates gav,
            BuildId buildId,
            Digest digest,
            MediaType mediaType,
            String registry,
            RepositoryName repository,
            String reference,
            String from,
            List<Tag> tags,
            Map<String, Digest> previous,
            List<BlobArrival> blobs,
            List<AttachedDocument> documents,
            List<GateAnswer> gates,
            Optional<Digest> record,
            long bytesUploaded) {}

    /**
     * A blob, and how it came there.
     *
     * @param digest of the blob
     * @param size in bytes
     * @param action {@code uploaded}, {@code mounted} or {@code present}; {@code missing} in a plan
     */
    public record BlobArrival(Digest digest, long size, String action) {}

    /**
     * A document about an image, and how it came there.
     *
     * @param artifactType what it is, a media type
     * @param digest of its manifest
     * @param subject digest of the manifest that it is about
     * @param tag under which it stands, where it is found by that
     * @param action {@code attached} or {@code present}; {@code missing} in a plan
     */
    public record AttachedDocument(
            String artifactType, Digest digest, Digest subject, Optional<Tag> tag, String action) {}

    /** Measures one environment's promotion. */
    static final class Timing {
        private final Clock clock;
        private final RetryBudget budget;
        private final Instant started;
        private final int retriedBefore;
        private Phases phases;

        Timing(Clock clock, RetryBudget budget, Phases before) {
            this.clock = clock;
            this.budget = budget;
            this.started = clock.instant();
            this.retriedBefore = budget.taken().size();
            this.phases = before;
        }

        void end(String phase) {
            phases = phases.end(phase);
        }

        private List<Retry> retries() {
            List<Retry> all = budget.taken();
            return all.subList(retriedBefore, all.size());
        }

        Duration elapsed() {
            return Duration.between(started, clock.instant());
        }
    }

    static PromotionResult planned(Plan plan, Timing timing) {
        return unwritten(plan, Outcome.PLANNED, timing);
    }

    static PromotionResult refused(Plan plan, Timing timing) {
        return unwritten(plan, Outcome.REFUSED, timing);
    }

    /** What would be done with one image, for those who are asked whether it may be. */
    static JsonObject json(String environment, List<Target> targets) {
        JsonObject json = new JsonObject();
        json.addProperty("environment", environment);
        json.add(
                "images",
                Json.tree(targets.stream().map(PromotionResult::unwritten).toList()));
        return json;
    }

    private static PromotionResult unwritten(Plan plan, Outcome outcome, Timing timing) {
        return of(
                plan,
                outcome,
                timing,
                0,
                plan.targets().stream().map(PromotionResult::unwritten).toList());
    }

    private static PromotedImage unwritten(Target target) {
        return image(
                target,
                0,
                blob -> target.missing().contains(blob) ? "missing" : "present",
                "missing",
                Optional.empty());
    }

    static PromotionResult promoted(Plan plan, Transfer transfer, Optional<RecordKeeper> records, Timing timing) {
        List<PromotedImage> images = plan.targets().stream()
                .map(target -> image(
                        target,
                        transfer.bytesUploaded(target),
                        blob -> action(transfer.pushResult(target, blob)),
                        "attached",
                        records.flatMap(keeper -> keeper.record(target))))
                .toList();
        return of(plan, plan.isDone() ? Outcome.UNCHANGED : Outcome.PROMOTED, timing, transfer.bytesUploaded(), images);
    }

    private static String action(PushResult pushResult) {
        return pushResult.name().toLowerCase(Locale.ROOT);
    }

    private static PromotionResult of(
            Plan plan, Outcome outcome, Timing timing, long bytes, List<PromotedImage> images) {
        Instant finished = timing.clock.instant();
        long milliseconds = Duration.between(timing.started, finished).toMillis();
        return new PromotionResult(
                plan.environment(),
                outcome,
                timing.started,
                finished,
                milliseconds,
                timing.phases.milliseconds(),
                bytes,
                timing.retries(),
                images);
    }

    private static PromotedImage image(
            Target target,
            long bytes,
            Function<Descriptor, String> action,
            String documentAction,
            Optional<Digest> record) {
        Candidate candidate = target.candidate();
        return new PromotedImage(
                candidate.identity().coordinates(),
                candidate.identity().buildId(),
                candidate.digest(),
                candidate.archive().image().top().mediaType(),
                target.registry(),
                target.repository().name(),
                target.name(),
                candidate.from(),
                target.tags().stream().map(Target.TagState::tag).toList(),
                target.previous(),
                candidate.archive().image().blobs().stream()
                        .map(blob -> new BlobArrival(blob.digest(), blob.size(), action.apply(blob)))
                        .toList(),
                candidate.archive().documents().stream()
                        .map(document ->
                                document(document, target.documents().contains(document) ? documentAction : "present"))
                        .toList(),
                target.gates(),
                record,
                bytes);
    }

    private static AttachedDocument document(Document document, String action) {
        return new AttachedDocument(
                document.artifactType(), document.digest(), document.subject(), document.tag(), action);
    }
}
