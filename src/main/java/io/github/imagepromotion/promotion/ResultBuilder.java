package io.github.imagepromotion.promotion;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.promotion.PromotionResult.AttachedDocument;
import io.github.imagepromotion.promotion.PromotionResult.BlobArrival;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.promotion.PromotionResult.PromotedImage;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.RetryBudget.Retry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Builds the result of the promotion to one environment, and measures its phases. */
final class ResultBuilder {
    private final Plan plan;
    private final Clock clock;
    private final RetryBudget retryBudget;
    private final Instant started;
    private final int retriedBefore;
    private Phases phases;

    ResultBuilder(Plan plan, Clock clock, RetryBudget retryBudget, Phases before) {
        this.plan = plan;
        this.clock = clock;
        this.retryBudget = retryBudget;
        this.started = clock.instant();
        this.retriedBefore = retryBudget.taken().size();
        this.phases = before;
    }

    /** Ends the phase of this name. */
    void end(String phase) {
        phases = phases.end(phase);
    }

    PromotionResult planned() {
        return unwritten(Outcome.PLANNED);
    }

    PromotionResult refused() {
        return unwritten(Outcome.REFUSED);
    }

    PromotionResult promoted(Transfer transfer, RecordKeeper records) {
        List<PromotedImage> images = plan.targets().stream()
                .map(target -> image(
                        target,
                        transfer.bytesUploaded(target),
                        blob -> action(transfer.pushResult(target, blob)),
                        "attached",
                        records.record(target)))
                .toList();
        return result(plan.isDone() ? Outcome.UNCHANGED : Outcome.PROMOTED, transfer.bytesUploaded(), images);
    }

    private PromotionResult unwritten(Outcome outcome) {
        return result(
                outcome,
                0,
                plan.targets().stream().map(ResultBuilder::unwritten).toList());
    }

    private PromotionResult result(Outcome outcome, long bytes, List<PromotedImage> images) {
        Instant finished = clock.instant();
        List<Retry> taken = retryBudget.taken();
        return new PromotionResult(
                plan.environment(),
                outcome,
                started,
                finished,
                Duration.between(started, finished).toMillis(),
                phases.milliseconds(),
                bytes,
                taken.subList(retriedBefore, taken.size()),
                images);
    }

    /** {@return the plan of one image as JSON, for services that decide whether it may be promoted} */
    static JsonObject json(String environment, List<Target> targets) {
        JsonObject json = new JsonObject();
        json.addProperty("environment", environment);
        json.add(
                "images",
                Json.tree(targets.stream().map(ResultBuilder::unwritten).toList()));
        return json;
    }

    private static PromotedImage unwritten(Target target) {
        return image(
                target,
                0,
                blob -> target.missing().contains(blob) ? "missing" : "present",
                "missing",
                Optional.empty());
    }

    private static String action(PushResult pushResult) {
        return pushResult.name().toLowerCase(Locale.ROOT);
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
