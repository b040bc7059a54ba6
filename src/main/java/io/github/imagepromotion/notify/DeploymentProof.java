package io.github.imagepromotion.notify;

import io.github.imagepromotion.environment.Deployed;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.DeploymentRecord;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.notify.Notifier.NotifyReason;
import io.github.imagepromotion.notify.RunningService.Answer;
import io.github.imagepromotion.promotion.EnvironmentChange;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import io.github.imagepromotion.promotion.NotDeployedException;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.InTotoStatement;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks an environment's running service whether it runs what was promoted, and records the answer. */
final class DeploymentProof {
    private static final int MOST_NAMES = 8;

    private final Services services;
    private final RecordSettings records;
    private final NotificationLog log;
    private final Clock clock;
    private final Pause pause;

    DeploymentProof(Services services, RecordSettings records, NotificationLog log, Clock clock, Pause pause) {
        this.services = services;
        this.records = records;
        this.log = log;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * @return the images that the service reports, at least one
     * @throws NotDeployedException if it does not report them in time
     */
    List<Announced> find(EnvironmentChange change, Deployed deployed) throws IOException {
        RunningService service = new RunningService(deployed, services, clock, pause);
        String id = change.environment().id();
        log.told("Asking '" + service.name() + "' whether " + id + " runs it, for up to "
                + deployed.polling().timeout());
        List<Announced> images = images(change);
        Answer answer = service.ask(images);
        if (answer.running().isEmpty()) {
            NotDeployedException failure = failure(change, service.name(), answer);
            try {
                record(change, images, service.name(), answer);
            } catch (ImageException | IOException e) {
                // The answer counts even if it could not be recorded.
                log.failed(Message.of("Cannot record what '" + service.name() + "' says: ")
                        .and(Message.of(e).sentence()));
                failure.addSuppressed(e);
            }
            throw failure;
        }
        record(change, answer.running(), service.name(), answer);
        log.told(id + " runs " + names(answer.running()) + ", says '" + service.name() + "' after "
                + Elapsed.shown(answer.took()));
        return answer.running();
    }

    /** {@return what can run: no service reports a chart} */
    static List<Announced> images(EnvironmentChange change) {
        return change.images().stream().filter(Announced::isImage).toList();
    }

    private NotDeployedException failure(EnvironmentChange change, String service, Answer answer) {
        String finding = "its service at '" + service + "' does not run " + names(images(change)) + " after "
                + Elapsed.shown(answer.took()) + ": it "
                + answer.said().map(said -> "says " + Text.quote(said)).orElse("says nothing")
                + (answer.problem().isEmpty() ? "" : " (" + answer.problem() + ")");
        return new NotDeployedException(
                change,
                Message.of(change.kind().done("'" + change.environment().id() + "'") + ", and this is not undone, but "
                                + finding + ".")
                        .because(NotifyReason.NOT_DEPLOYED)
                        .and(" Run the same command again: it asks again."),
                Message.of(services.wording().of(Message.of(finding))));
    }

    private static String names(List<Announced> images) {
        List<String> all = images.stream().map(Announced::reference).distinct().toList();
        String rest = all.size() > MOST_NAMES ? " and " + (all.size() - MOST_NAMES) + " more" : "";
        return all.stream().limit(MOST_NAMES).collect(Collectors.joining(", ", "", rest));
    }

    private void record(EnvironmentChange change, List<Announced> images, String service, Answer answer)
            throws IOException {
        if (!change.environment().trust().withoutRecords()) {
            for (Announced image : images) {
                record(image, change.environment().id(), service, answer);
            }
        }
    }

    private void record(Announced image, String environment, String service, Answer answer) throws IOException {
        Optional<Repository> repository = image.repository();
        if (repository.isEmpty()) {
            return;
        }
        DeploymentRecord record = new DeploymentRecord(
                environment,
                repository.get().name(),
                image.digest(),
                image.buildId(),
                !answer.running().isEmpty(),
                service,
                answer.said(),
                answer.at().truncatedTo(ChronoUnit.MILLIS),
                answer.took().toSeconds(),
                records.by(),
                records.plugin());
        InTotoStatement statement = new InTotoStatement(
                Optional.of(image.place()),
                image.digest(),
                DeploymentRecord.PREDICATE_TYPE,
                Json.tree(record).getAsJsonObject());
        new Ledger(repository.get(), 1).append(List.of(records.attester().statement(statement, image.image())));
        repository.get().awaitReferrers();
    }
}
