package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.PromotionLog;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.Target;
import io.github.imagepromotion.registry.PushResult;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Tells a promotion in Maven's log, and leaves its results. */
public final class MavenPromotionLog implements PromotionLog, AutoCloseable {
    private final Log log;

    private final boolean live;
    private final ResultFiles results;
    private final AtomicInteger mounted = new AtomicInteger();
    private volatile @Nullable TransferDisplay display;

    /**
     * @param log takes the lines
     * @param live whether a transfer may be drawn on the terminal while it runs
     * @param results keeps what became of each environment, at once: the next one may fail
     */
    public MavenPromotionLog(Log log, boolean live, ResultFiles results) {
        this.log = log;
        this.live = live;
        this.results = results;
    }

    @Override
    public void checked(Candidate candidate) {
        log.info("Checked " + candidate.name() + ", " + candidate.digest() + ", "
                + Size.shown(candidate.archive().image().blobBytes()) + ", from " + candidate.origin());
    }

    @Override
    public void planned(Plan plan) {
        for (Target target : plan.targets()) {
            log.info("Plan for " + plan.environment() + ": " + target.name() + " " + content(target));
            target.tagsToSet()
                    .forEach(state -> log.info("  tag " + state.tag() + ", "
                            + state.before().map(before -> "now " + before).orElse("new")));
        }
        plan.gates().forEach((image, answers) -> tell(plan.environment(), image, answers));
    }

    /** What does not simply hold stands out. */
    private void tell(String environment, String image, List<GateAnswer> answers) {
        log.info("Gates of " + environment + " for " + image + ":");
        int widest = answers.stream()
                .mapToInt(answer -> answer.gate().length())
                .max()
                .orElse(0);
        for (GateAnswer answer : answers) {
            String outcome = answer.outcome().name().toLowerCase(Locale.ROOT);
            String line = String.format(
                    Locale.ROOT, "  %-4s  %-" + widest + "s  %s", outcome, answer.gate(), answer.reason());
            if (answer.outcome() == GateAnswer.Outcome.PASS) {
                log.info(line);
            } else {
                log.warn(line);
            }
        }
    }

    @Override
    public void waiting(List<Plan> plans, Duration left) {
        for (Plan plan : plans) {
            plan.gates().forEach((image, answers) -> answers.stream()
                    .filter(answer -> answer.outcome() == GateAnswer.Outcome.WAIT)
                    .forEach(answer -> log.info("Waiting, " + left.toMinutes() + " min more at most, for "
                            + answer.gate() + " of " + plan.environment() + ": " + answer.reason())));
        }
    }

    @Override
    public void transferring(Plan plan) {
        if (log.isInfoEnabled() && plan.missingBytes() > 0) {
            display = new TransferDisplay(plan, live, log::info, System.out);
        }
    }

    @Override
    public void sending(Target target, Descriptor blob, long position) {
        TransferDisplay current = display;
        if (current != null) {
            current.sending(target, blob, position);
        }
    }

    @Override
    public void arrived(Target target, Descriptor blob, PushResult pushResult) {
        if (pushResult == PushResult.MOUNTED) {
            mounted.incrementAndGet();
        }
        TransferDisplay current = display;
        if (current != null) {
            current.arrived(target, blob);
        }
        log.debug(target.name() + ": " + blob.digest() + " " + pushResult);
    }

    /** Ends what is drawn, also when the transfer failed. */
    @Override
    public void close() {
        TransferDisplay current = display;
        display = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void transferred(Plan plan, long bytes, Duration time) {
        close();
        if (!plan.isDone()) {
            log.info(transferred(plan.environment(), bytes, mounted.getAndSet(0), time));
        }
    }

    /** What was mounted was not sent: without a word of it, less would have gone there than the plan said. */
    static String transferred(String environment, long bytes, int mounted, Duration time) {
        String besides = mounted == 0
                ? ""
                : ", mounted " + mounted + (mounted == 1 ? " blob" : " blobs") + " that the registry had";
        return "Transferred " + Size.shown(bytes) + " to " + environment + " in " + seconds(time) + besides;
    }

    @Override
    public void refused(PromotionResult result) throws IOException {
        results.write(result);
    }

    @Override
    public void promoted(PromotionResult result) throws IOException {
        for (PromotionResult.PromotedImage image : result.images()) {
            String tags = image.tags().stream().map(Object::toString).collect(Collectors.joining(", "));
            String what = result.outcome() == PromotionResult.Outcome.UNCHANGED ? "Nothing to do: " : "Promoted to ";
            log.info(what + result.environment() + ": " + image.reference() + " (tags " + tags + ")");
            log.info("  " + image.digest());
            image.record().ifPresent(record -> log.info("  recorded as " + record));
        }
        if (result.outcome() == PromotionResult.Outcome.PROMOTED) {
            log.info("Read back and the same. " + phases(result));
        }
        results.write(result);
    }

    private static String content(Target target) {
        if (target.isDone()) {
            return "is there already, nothing to do";
        }
        if (target.missing().isEmpty()) {
            return "needs "
                    + (target.manifests().isEmpty()
                            ? "no blob"
                            : target.manifests().size() + " manifests");
        }
        Set<Descriptor> all = new HashSet<>(target.candidate().archive().image().blobs());
        target.documents().forEach(document -> all.addAll(document.content().blobs()));
        return "needs " + target.missing().size() + " of " + all.size() + " blobs, "
                + Size.shown(target.missingBytes());
    }

    private static String phases(PromotionResult result) {
        long all = result.phases().values().stream().mapToLong(Long::longValue).sum();
        return result.phases().entrySet().stream()
                .map(phase -> phase.getKey() + " " + seconds(Duration.ofMillis(phase.getValue())))
                .collect(Collectors.joining(", ", "Took " + seconds(Duration.ofMillis(all)) + ": ", ""));
    }

    public static String seconds(Duration time) {
        long tenths = Math.round(time.toMillis() / 1e2);
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
