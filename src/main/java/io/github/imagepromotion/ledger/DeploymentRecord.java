package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The answer of the running service of an environment that was asked for its build: the predicate of an in-toto
 * statement about the image that was promoted there. {@code docs/schemas/deployment-record-v1.schema.json} describes it
 * for other programs.
 *
 * @param environment its id
 * @param repository the image's full name in the registry
 * @param digest of the image
 * @param buildId of the build
 * @param running whether the service runs this image, by its own answer
 * @param service host of the service
 * @param said its last answer; empty if it did not answer
 * @param at time of that answer
 * @param seconds from the first request to that answer
 * @param by who asked, self-declared
 * @param plugin version of this plugin
 */
public record DeploymentRecord(
        String environment,
        RepositoryName repository,
        Digest digest,
        BuildId buildId,
        boolean running,
        String service,
        Optional<String> said,
        Instant at,
        long seconds,
        Actor by,
        String plugin) {
    /** The type of the predicate. A change that old readers would misread gets another number. */
    public static final String PREDICATE_TYPE = "https://imagepromotion.github.io/deployment/v1";

    /**
     * A record that is attached to an image.
     *
     * @param finding the judged document
     * @param record its content
     */
    public record Found(Finding finding, DeploymentRecord record) {}

    /**
     * @param findings about an image
     * @param image digest of that image
     * @return the deployment records among them that can be read and are about it, the newest first
     */
    public static List<Found> in(List<Finding> findings, Digest image) {
        return findings.stream()
                .filter(finding -> finding.type().equals(PREDICATE_TYPE))
                .flatMap(finding -> read(finding).map(record -> new Found(finding, record)).stream())
                .filter(found -> found.record().digest().equals(image))
                .sorted(Comparator.comparing((Found found) -> found.record().at())
                        .reversed())
                .toList();
    }

    private static Optional<DeploymentRecord> read(Finding finding) {
        try {
            return finding.statement()
                    .map(statement -> Json.read(statement.predicate(), DeploymentRecord.class, "deployment record"));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }
}
