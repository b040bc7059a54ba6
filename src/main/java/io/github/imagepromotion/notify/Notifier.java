package io.github.imagepromotion.notify;

import io.github.imagepromotion.environment.Deployed;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.notify.Pending.Note;
import io.github.imagepromotion.promotion.Announcer;
import io.github.imagepromotion.promotion.PromotionEvent;
import io.github.imagepromotion.promotion.RecordSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells everyone who is to be told how a promotion ended: all of them, whether or not one fails. A promotion that changed
 * nothing is told to nobody, unless an earlier call, which did it, did not come so far.
 */
public final class Notifier implements Announcer {
    private static final String DEPLOYED = "deployed";

    private final Services services;
    private final Pending pending;
    private final NotificationLog log;
    private final Clock clock;
    private final DeploymentProof proof;
    private final Map<String, Note> prepared = new ConcurrentHashMap<>();

    /**
     * @param services reach the receivers
     * @param records how what the running service says is written down, and where it is remembered who was not told yet
     * @param log told what was told
     * @param clock tells when
     * @param pause lets time pass between two questions
     */
    public Notifier(Services services, RecordSettings records, NotificationLog log, Clock clock, Pause pause) {
        this.services = services;
        this.pending = new Pending(records.stateDirectory());
        this.log = log;
        this.clock = clock;
        this.proof = new DeploymentProof(services, records, log, clock, pause);
    }

    @Override
    public void prepare(PromotionEvent expected) throws IOException {
        if (!expected.changed()) {
            return;
        }
        Note note = new Note(now(), List.of());
        for (Notification to : receivers(expected)) {
            channel(to).check(announcement(expected, expected, to, note));
        }
        prepared.put(Pending.subject(expected), note);
        pending.remember(expected, note);
    }

    @Override
    public void announce(PromotionEvent ended) throws IOException {
        PromotionEvent promotionEvent = ended.toldAs(services.redactor()::clean);
        Optional<Note> remembered =
                promotionEvent.isSuccess() ? remembered(promotionEvent) : Optional.of(new Note(now(), List.of()));
        if (remembered.isEmpty()) {
            return;
        }
        Note note = remembered.get();
        List<String> failures = new ArrayList<>();
        for (Notification to : receivers(promotionEvent)) {
            Announcement announcement = announcement(promotionEvent, promotionEvent, to, note);
            if (!note.told().contains(announcement.key())) {
                Optional<String> failure = tell(announcement);
                failure.filter(why -> to.required()).ifPresent(failures::add);
                note = failure.isPresent() ? note : note.with(announcement.key());
            }
        }
        conclude(promotionEvent, prove(promotionEvent, note, failures), failures);
    }

    /** What this call did is known; of what another one did, it is only known that it may not have been told. */
    private Optional<Note> remembered(PromotionEvent promotionEvent) throws IOException {
        Optional<Note> own = Optional.ofNullable(prepared.get(Pending.subject(promotionEvent)));
        return own.isPresent() ? own : pending.find(promotionEvent);
    }

    /** Asks the running service, if there is one that can be asked, and tells those who want to know that it runs. */
    private Note prove(PromotionEvent promotionEvent, Note note, List<String> failures) throws IOException {
        Optional<Deployed> deployed = promotionEvent.environment().deployed();
        if (!promotionEvent.isSuccess() || deployed.isEmpty() || note.told().contains(DEPLOYED)) {
            return note;
        }
        pending.remember(promotionEvent, note);
        PromotionEvent running = new PromotionEvent(
                promotionEvent.environment(),
                promotionEvent.kind(),
                proof.find(promotionEvent, deployed.get()),
                Optional.empty(),
                promotionEvent.changed());
        for (Notification to : receivers(running)) {
            if (to.kind() == Notification.Kind.CDEVENTS) {
                Announcement announcement = announcement(promotionEvent, running, to, note);
                tell(announcement, () -> new PostChannel(to, services).tellDeployed(announcement))
                        .filter(why -> to.required())
                        .ifPresent(failures::add);
            }
        }
        return note.with(DEPLOYED);
    }

    private void conclude(PromotionEvent promotionEvent, Note note, List<String> failures) throws IOException {
        if (!promotionEvent.isSuccess()) {
            return;
        }
        if (failures.isEmpty()) {
            pending.forget(promotionEvent);
            return;
        }
        pending.remember(promotionEvent, note);
        String environment = "'" + promotionEvent.environment().id() + "'";
        throw new ImageException(promotionEvent.kind().done(environment)
                + ", and this stays so, but who has to be told (<required>) was not: " + String.join(" ", failures)
                + " Run the same command again: it tells the rest.");
    }

    /** @return why it could not be told */
    private Optional<String> tell(Announcement announcement) {
        return tell(announcement, () -> channel(announcement.to()).tell(announcement));
    }

    private Optional<String> tell(Announcement announcement, IoSupplier<String> telling) {
        try {
            log.told("Notified " + announcement.to() + ": " + telling.get());
            return Optional.empty();
        } catch (ImageException | IOException | IllegalArgumentException e) {
            String why = "Cannot notify " + announcement.to() + " of '"
                    + announcement.promotionEvent().environment().id() + "': "
                    + sentence(String.valueOf(e.getMessage()));
            log.failed(why);
            return Optional.of(why);
        }
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static List<Notification> receivers(PromotionEvent promotionEvent) {
        return promotionEvent.environment().notifications().stream()
                .filter(to -> to.on().includes(promotionEvent.isSuccess()))
                .toList();
    }

    /**
     * A failure that is met again for the same reason has the same key; a promotion has one of its own. When a call that was
     * interrupted did it, nobody knows for sure: it is told with the time at which it is told.
     */
    private Announcement announcement(PromotionEvent promotionEvent, PromotionEvent told, Notification to, Note note) {
        String subject = Pending.subject(promotionEvent);
        String which = promotionEvent.failure().orElse(note.at().toString());
        int position = promotionEvent.environment().notifications().indexOf(to);
        String key = Announcement.hash(subject + "\n" + which + "\n" + position + " " + to);
        boolean own = prepared.containsKey(subject) || !promotionEvent.isSuccess();
        return new Announcement(to, told, key, own ? note.at() : now());
    }

    private Channel channel(Notification to) {
        return switch (to.kind()) {
            case GITOPS -> new GitOpsChannel(to, services);
            case KUBERNETES -> new KubernetesChannel(to, services);
            case AZUREAPPSERVICE, AZURECONTAINERINSTANCES -> new AzureChannel(to, services);
            default -> new PostChannel(to, services);
        };
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
