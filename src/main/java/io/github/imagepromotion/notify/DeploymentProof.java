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
     * @throws ImageException if it does not report them in time
     */
    List<Announced> find(EnvironmentChange change, Deployed deployed) throws IOException {
        RunningService service = new RunningService(deployed, services, clock, pause);
        String id = change.environment().id();
        log.told("Asking '" + service.name() + "' whether " + id + " runs it, for up to " + deployed.timeout());
        Answer answer = service.ask(change.images());
        boolean running = !answer.running().isEmpty();
        if (!change.environment().trust().withoutRecords()) {
            for (Announced image : running ? answer.running() : change.images()) {
                record(image, id, service.name(), answer, running);
            }
        }
        if (running) {
            log.told(id + " runs " + names(answer.running()) + ", says '" + service.name() + "' after "
                    + Elapsed.shown(answer.took()));
            return answer.running();
        }
        throw new ImageException(Message.of(change.kind().done("'" + id + "'")
                        + ", and this stays so, but its service at '" + service.name()
                        + "' does not run " + names(change.images()) + " after "
                        + Elapsed.shown(answer.took()) + ": it "
                        + answer.said().map(said -> "says " + Text.quote(said)).orElse("says nothing")
                        + (answer.problem().isEmpty() ? "" : " (" + answer.problem() + ")") + ".")
                .because(NotifyReason.NOT_DEPLOYED)
                .and(" Run the same command again: it asks again."));
    }

    private static String names(List<Announced> images) {
        return images.stream().map(Announced::reference).distinct().collect(Collectors.joining(", "));
    }

    private void record(Announced image, String environment, String service, Answer answer, boolean running)
            throws IOException {
        Optional<Repository> repository = image.repository();
        if (repository.isEmpty()) {
            return;
        }
        DeploymentRecord record = new DeploymentRecord(
                environment,
                repository.get().name(),
                image.digest(),
                image.buildId(),
                running,
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
