package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.DeploymentRecord;
import io.github.imagepromotion.ledger.Finding.Standing;
import java.time.Instant;
import java.util.Optional;

/**
 * What the running service of an environment reported, according to its record.
 *
 * @param buildId the build that was promoted
 * @param digest digest of its image
 * @param running whether the service reported this image
 * @param service the service
 * @param said its last answer
 * @param at time of the record
 * @param standing whether a trusted key signed the record
 */
public record Running(
        BuildId buildId,
        Digest digest,
        boolean running,
        String service,
        Optional<String> said,
        Instant at,
        Standing standing) {

    static Running of(DeploymentRecord.Found found) {
        DeploymentRecord record = found.record();
        return new Running(
                record.buildId(),
                record.digest(),
                record.running(),
                Text.printable(record.service()),
                record.said().map(Text::printable),
                record.at(),
                found.finding().standing());
    }
}
