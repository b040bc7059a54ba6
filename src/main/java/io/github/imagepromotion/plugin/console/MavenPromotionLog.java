package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.notify.NotificationLog;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.PromotionEvent;
import io.github.imagepromotion.promotion.PromotionEvent.BlobArrived;
import io.github.imagepromotion.promotion.PromotionEvent.BlobProgressed;
import io.github.imagepromotion.promotion.PromotionEvent.Checked;
import io.github.imagepromotion.promotion.PromotionEvent.Completed;
import io.github.imagepromotion.promotion.PromotionEvent.Planned;
import io.github.imagepromotion.promotion.PromotionEvent.TransferStarted;
import io.github.imagepromotion.promotion.PromotionEvent.Transferred;
import io.github.imagepromotion.promotion.PromotionEvent.Waiting;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.Target;
import io.github.imagepromotion.registry.Repository.PushResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Logs a promotion to Maven's log, and writes its results. */
public final class MavenPromotionLog implements PromotionListener, AutoCloseable {
    private final Log log;

    private final boolean live;
    private final ResultFiles results;
    private final AtomicInteger mounted = new AtomicInteger();
    private final AtomicInteger checked = new AtomicInteger();
    private final AtomicLong checkedBytes = new AtomicLong();
    private volatile int images;
    private volatile @Nullable TransferDisplay display;

    /**
     * @param log receives the lines
     * @param live whether to draw transfers on the terminal
     * @param results writes the result of each environment immediately, since the next one may fail
     */
    public MavenPromotionLog(Log log, boolean live, ResultFiles results) {
        this.log = log;
        this.live = live;
        this.results = results;
    }

    @Override
    public void on(PromotionEvent event) throws IOException {
        if (event instanceof BlobProgressed progress) {
            progressed(progress);
        } else if (event instanceof BlobArrived arrival) {
            arrived(arrival);
        } else if (event instanceof Checked checked) {
            checked(checked.candidate());
        } else if (event instanceof Waiting waiting) {
            waiting(waiting);
        } else if (event instanceof Planned planned) {
            planned(planned.plan());
        } else if (event instanceof TransferStarted started) {
            transferStarted(started.plan());
        } else if (event instanceof Transferred transferred) {
            transferred(transferred);
        } else if (event instanceof Completed completed) {
            completed(completed.result());
        }
    }

    /** For many images, logged once when the last one is checked. */
    private void checked(Candidate candidate) {
        long bytes = checkedBytes.addAndGet(candidate.archive().image().blobBytes());
        int count = checked.incrementAndGet();
        if (images <= PromotionLines.MOST) {
            log.info("Checked " + candidate.name() + ", " + candidate.digest() + ", "
                    + Size.shown(candidate.archive().image().blobBytes()) + ", from " + candidate.origin());
        } else if (count == images) {
            log.info("Checked " + count + " images, " + Size.shown(bytes));
        }
    }

    private void planned(Plan plan) {
        images = (int) plan.targets().stream().map(Target::candidate).distinct().count();
        PromotionLines.plan(plan).forEach(log::info);
        Map<String, List<GateAnswer>> gates = plan.gates();
        PromotionLines.gatesShown(gates)
                .forEach(image -> tell(plan.environment(), image, gates.getOrDefault(image, List.of())));
        if (gates.size() > PromotionLines.MOST) {
            log.info(PromotionLines.gates(plan.environment(), gates));
        }
    }

    /** Gates that do not simply pass are highlighted. */
    private void tell(String environment, String image, List<GateAnswer> answers) {
        if (images > 1 && PromotionLines.passes(answers)) {
            log.info("Gates of " + environment + " for " + image + ": pass "
                    + answers.stream().map(GateAnswer::gate).distinct().collect(Collectors.joining(", ")));
            return;
        }
        log.info("Gates of " + environment + " for " + image + ":");
        int widest = answers.stream()
                .mapToInt(answer -> answer.gate().length())
                .max()
                .orElse(0);
        for (GateAnswer answer : answers) {
            String outcome = answer.outcome().name().toLowerCase(Locale.ROOT);
            String line = String.format(
                    Locale.ROOT,
                    "  %-4s  %-" + widest + "s  %s",
                    outcome,
                    answer.gate(),
                    Remedies.tell(answer.reason()));
            if (answer.outcome() == GateAnswer.Outcome.PASS) {
                log.info(line);
            } else {
                log.warn(line);
            }
        }
    }

    private void waiting(Waiting waiting) {
        for (Plan plan : waiting.plans()) {
            plan.gates().forEach((image, answers) -> answers.stream()
                    .filter(answer -> answer.outcome() == GateAnswer.Outcome.WAIT)
                    .forEach(answer -> log.info("Waiting, " + Elapsed.shown(waiting.left()) + " more at most, for "
                            + answer.gate() + " of " + plan.environment() + ": " + Remedies.tell(answer.reason()))));
        }
    }

    private void transferStarted(Plan plan) {
        if (log.isInfoEnabled() && plan.missingBytes() > 0) {
            display = new TransferDisplay(plan, live, log::info, System.out);
        }
    }

    private void progressed(BlobProgressed progress) {
        TransferDisplay current = display;
        if (current != null) {
            current.sending(progress.target(), progress.blob(), progress.position());
        }
    }

    private void arrived(BlobArrived arrival) {
        if (arrival.result() == PushResult.MOUNTED) {
            mounted.incrementAndGet();
        }
        TransferDisplay current = display;
        if (current != null) {
            current.arrived(arrival.target(), arrival.blob());
        }
        log.debug(arrival.target().name() + ": " + arrival.blob().digest() + " " + arrival.result());
    }

    /** Ends the live display, also after a failure. */
    @Override
    public void close() {
        TransferDisplay current = display;
        display = null;
        if (current != null) {
            current.close();
        }
    }

    private void transferred(Transferred transferred) {
        close();
        Plan plan = transferred.plan();
        if (!plan.isDone()) {
            log.info(transferred(plan.environment(), transferred.bytes(), mounted.getAndSet(0), transferred.time()));
        }
    }

    /** Mentions mounted blobs, since otherwise fewer bytes than planned would seem to be transferred. */
    static String transferred(String environment, long bytes, int mounted, Duration time) {
        String besides = mounted == 0
                ? ""
                : ", mounted " + mounted + (mounted == 1 ? " blob" : " blobs") + " that the registry had";
        return "Transferred " + Size.shown(bytes) + " to " + environment + " in " + seconds(time) + besides;
    }

    private void completed(PromotionResult result) throws IOException {
        if (result.outcome() != PromotionResult.Outcome.REFUSED) {
            promoted(result);
        }
        results.write(result);
    }

    private void promoted(PromotionResult result) {
        PromotionLines.promoted(result).forEach(log::info);
        if (result.outcome() == PromotionResult.Outcome.PROMOTED) {
            log.info("Read back and the same. " + phases(result));
        }
    }

    private static String phases(PromotionResult result) {
        long all = result.phases().values().stream().mapToLong(Long::longValue).sum();
        return result.phases().entrySet().stream()
                .map(phase -> phase.getKey() + " " + seconds(Duration.ofMillis(phase.getValue())))
                .collect(Collectors.joining(", ", "Took " + seconds(Duration.ofMillis(all)) + ": ", ""));
    }

    /** {@return a duration in seconds, for display} */
    public static String seconds(Duration time) {
        long tenths = Math.round(time.toMillis() / 1e2);
        return tenths / 10 + "." + tenths % 10 + " s";
    }

    /** Logs notifications to Maven's log. */
    public record MavenNotificationLog(Log log) implements NotificationLog {

        @Override
        public void told(String line) {
            log.info(line);
        }

        @Override
        public void failed(Message line) {
            log.warn(Remedies.tell(line));
        }
    }
}
