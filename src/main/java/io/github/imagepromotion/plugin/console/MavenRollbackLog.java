package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.ci.result.CiReporter;
import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.rollback.RollbackResult;
import io.github.imagepromotion.rollback.RollbackResult.Outcome;
import io.github.imagepromotion.rollback.RollbackResult.Returned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;

/**
 * Logs a rollback, and writes its result as {@code rollback-<environment>.json}; also reports it to the CI server.
 *
 * @param directory directory for results
 * @param ci receives the result
 * @param log receives the plan and the result
 */
public record MavenRollbackLog(Path directory, CiReporter ci, Log log) implements Consumer<RollbackResult> {

    @Override
    public void accept(RollbackResult result) {
        if (result.outcome() == Outcome.PLANNED) {
            planned(result);
            return;
        }
        rolledBack(result);
        try {
            Path file = directory.resolve("rollback-" + result.environment() + ".json");
            AtomicFile.write(file, out -> out.write(Json.pretty(result, Remedies::tell)));
            log.info("Result: " + file);
            ci.tell(CiResults.of(result));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void planned(RollbackResult plan) {
        for (Returned image : plan.images()) {
            log.info("Plan for " + plan.environment() + ": back to " + image.reference()
                    + (image.tags().isEmpty() ? ", which the tags name already" : ""));
            image.tags()
                    .forEach(change -> log.info("  tag " + change.tag() + ", now "
                            + change.before().map(Digest::toString).orElse("absent")));
        }
    }

    private void rolledBack(RollbackResult result) {
        for (Returned image : result.images()) {
            String tags =
                    image.tags().stream().map(change -> change.tag().name()).collect(Collectors.joining(", "));
            if (result.outcome() == Outcome.UNCHANGED) {
                log.info("Nothing to do: " + result.environment() + ": " + image.reference());
            } else if (tags.isEmpty()) {
                log.info("Not moved in " + result.environment() + ": " + image.reference()
                        + ", which the tags name already");
            } else {
                log.info("Rolled back " + result.environment() + " to " + image.reference() + " (tags " + tags + ")");
            }
            log.info("  " + image.digest());
            image.record().ifPresent(record -> log.info("  recorded as " + record));
        }
    }
}
