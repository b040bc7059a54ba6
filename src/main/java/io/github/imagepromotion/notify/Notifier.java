package io.github.imagepromotion.notify;

import io.github.imagepromotion.environment.Deployed;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.notify.Pending.Note;
import io.github.imagepromotion.promotion.EnvironmentChange;
import io.github.imagepromotion.promotion.NotDeployedException;
import io.github.imagepromotion.promotion.PromotionEvent;
import io.github.imagepromotion.promotion.PromotionEvent.BeforeTags;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.promotion.PromotionListener;
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
 * Notifies all configured receivers of how a promotion ended, whether or not one of them fails. A promotion that
 * changed nothing is not announced, unless an earlier, interrupted call made the changes.
 */
public final class Notifier implements PromotionListener {
    private static final String DEPLOYED = "deployed";

    private final Services services;
    private final Pending pending;
    private final NotificationLog log;
    private final Clock clock;
    private final DeploymentProof proof;
    private final Map<String, Note> prepared = new ConcurrentHashMap<>();

    /**
     * @param services access to the receivers
     * @param records how the service's answer is recorded, and where unfinished notifications are remembered
     * @param log receives the results
     * @param clock source of the times of notifications
     * @param pause waits between two requests to the running service
     */
    public Notifier(Services services, RecordSettings records, NotificationLog log, Clock clock, Pause pause) {
        this.services = services;
        this.pending = new Pending(records.stateDirectory());
        this.log = log;
        this.clock = clock;
        this.proof = new DeploymentProof(services, records, log, clock, pause);
    }

    @Override
    public void on(PromotionEvent event) throws IOException {
        if (event instanceof BeforeTags next) {
            for (EnvironmentChange expected : next.expected()) {
                prepare(expected);
            }
        } else if (event instanceof Ended end) {
            announce(end.changes());
        }
    }

    /**
     * All changes are announced, even if one fails. Throws the first failure, but preferably one that rolls the
     * environment back.
     */
    private void announce(List<EnvironmentChange> changes) throws IOException {
        List<ImageException> failures = new ArrayList<>();
        for (EnvironmentChange change : changes) {
            try {
                announce(change);
            } catch (ImageException e) {
                failures.add(failures.isEmpty() || !rollsBack(e) ? failures.size() : 0, e);
            }
        }
        if (!failures.isEmpty()) {
            ImageException thrown = failures.remove(0);
            failures.forEach(thrown::addSuppressed);
            throw thrown;
        }
    }

    private static boolean rollsBack(ImageException failure) {
        return failure instanceof NotDeployedException notDeployed && notDeployed.rollsBack();
    }

    private void prepare(EnvironmentChange expected) throws IOException {
        if (!expected.changed()) {
            return;
        }
        Note note = new Note(now(), List.of());
        for (Notification to : receivers(expected)) {
            channel(to).check(announcement(expected, expected, to, note));
        }
        // A service that cannot be asked is not reported as not running the build.
        expected.environment()
                .reporting()
                .deployed()
                .flatMap(deployed -> deployed.service().serverId())
                .ifPresent(services::login);
        prepared.put(Pending.subject(expected), note);
        pending.remember(expected, note);
    }

    private void announce(EnvironmentChange ended) throws IOException {
        EnvironmentChange change = ended.toldAs(services.wording());
        Optional<Note> remembered = change.isSuccess() ? remembered(change) : Optional.of(new Note(now(), List.of()));
        if (remembered.isEmpty()) {
            return;
        }
        Note note = remembered.get();
        List<Message> failures = new ArrayList<>();
        for (Notification to : receivers(change)) {
            Announcement announcement = announcement(change, change, to, note);
            if (!note.told().contains(announcement.key())) {
                Optional<Message> failure = tell(announcement);
                failure.filter(why -> to.required()).ifPresent(failures::add);
                note = failure.isPresent() ? note : note.with(announcement.key());
            }
        }
        conclude(change, prove(change, note, failures), failures);
    }

    /** What this call changed is known; of another call it is only known that its notifications may be missing. */
    private Optional<Note> remembered(EnvironmentChange change) throws IOException {
        Optional<Note> own = Optional.ofNullable(prepared.get(Pending.subject(change)));
        return own.isPresent() ? own : pending.find(change);
    }

    /** Asks the running service, if one is configured, and notifies those who want to know that it runs. */
    private Note prove(EnvironmentChange change, Note note, List<Message> failures) throws IOException {
        Optional<Deployed> deployed = change.environment().reporting().deployed();
        boolean canRun = !DeploymentProof.images(change).isEmpty();
        if (!change.isSuccess() || deployed.isEmpty() || !canRun || note.told().contains(DEPLOYED)) {
            return note;
        }
        pending.remember(change, note);
        EnvironmentChange running = new EnvironmentChange(
                change.environment(),
                change.kind(),
                proof.find(change, deployed.get()),
                Optional.empty(),
                change.changed());
        for (Notification to : receivers(running)) {
            if (to.kind() == Notification.Kind.CDEVENTS) {
                Announcement announcement = announcement(change, running, to, note);
                tell(announcement, () -> new PostChannel(to, services).tellDeployed(announcement))
                        .filter(why -> to.required())
                        .ifPresent(failures::add);
            }
        }
        return note.with(DEPLOYED);
    }

    private void conclude(EnvironmentChange change, Note note, List<Message> failures) throws IOException {
        if (!change.isSuccess()) {
            return;
        }
        if (failures.isEmpty()) {
            pending.forget(change);
            return;
        }
        pending.remember(change, note);
        String environment = "'" + change.environment().id() + "'";
        Message told = Message.of(change.kind().done(environment) + ", and this is not undone, but a required receiver")
                .because(NotifyReason.REQUIRED)
                .and(" was not notified:");
        throw new ImageException(told.and(failures).and(" Run the same command again: it tells the rest."));
    }

    /** {@return why the receiver could not be notified; empty if it was} */
    private Optional<Message> tell(Announcement announcement) {
        return tell(announcement, () -> channel(announcement.to()).tell(announcement));
    }

    private Optional<Message> tell(Announcement announcement, IoSupplier<String> telling) {
        try {
            log.told("Notified " + announcement.to() + ": " + telling.get());
            return Optional.empty();
        } catch (ImageException | IOException | IllegalArgumentException e) {
            Message why = Message.of("Cannot notify " + announcement.to() + " of '"
                            + announcement.change().environment().id() + "': ")
                    .and(Message.of(e).sentence());
            log.failed(why);
            return Optional.of(why);
        }
    }

    private static List<Notification> receivers(EnvironmentChange change) {
        return change.environment().reporting().notifications().stream()
                .filter(to -> to.on().includes(change.isSuccess()))
                .toList();
    }

    /**
     * A failure has the same key whenever it recurs for the same reason; a promotion has a key of its own. If an
     * interrupted call made the changes, their time is unknown, and that of the notification is used.
     */
    private Announcement announcement(EnvironmentChange change, EnvironmentChange told, Notification to, Note note) {
        String subject = Pending.subject(change);
        String which = change.failure().map(Message::text).orElse(note.at().toString());
        int position = change.environment().reporting().notifications().indexOf(to);
        String key = Announcement.hash(subject + "\n" + which + "\n" + position + " " + to);
        boolean own = prepared.containsKey(subject) || !change.isSuccess();
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

    /** Reasons why a receiver could not be notified, or a deployment not be confirmed. */
    public enum NotifyReason implements Reason {
        /** The configuration of the receiver is invalid. */
        MISCONFIGURED,
        /** The configuration does not tell which image of the set to use. */
        WHICH_IMAGE,
        /** An environment variable is not set. */
        VARIABLE,
        /** No Azure credentials are configured. */
        NO_LOGIN,
        /** No kubeconfig is configured. */
        NO_KUBECONFIG,
        /** Another field manager owns the field. */
        CONFLICT,
        /** A required receiver could not be notified. */
        REQUIRED,
        /** The service does not run the image. */
        NOT_DEPLOYED
    }

    /** A kind of receiver. */
    interface Channel {

        /**
         * Checks the configuration without sending anything.
         *
         * @param announcement of a promotion that is about to succeed
         * @throws io.github.imagepromotion.image.ImageException if the configuration is invalid
         */
        void check(Announcement announcement) throws IOException;

        /**
         * @param announcement what to send
         * @return what was done, for the log
         * @throws io.github.imagepromotion.image.ImageException if the receiver refuses
         * @throws IOException if it does not answer
         */
        String tell(Announcement announcement) throws IOException;
    }
}
