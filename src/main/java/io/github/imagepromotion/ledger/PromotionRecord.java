package io.github.imagepromotion.ledger;

import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of a promotion: the predicate of an in-toto statement about the image, attached to it in the environment.
 * It is attached after the tags are read back, and never changed; later records follow it.
 * {@code docs/schemas/promotion-record-v1.schema.json} describes it for other programs.
 *
 * @param environment its id
 * @param registry address of the registry, as configured
 * @param repository the image's full name there
 * @param digest of the image
 * @param buildId of the build
 * @param gav the project that built it
 * @param tags that were set, or named the image already, the BuildId tag first
 * @param from source of the archive
 * @param at time when the record was made, while the tags were locked
 * @param by who promoted, self-declared
 * @param plugin version of this plugin
 * @param gates the answers of the gates
 * @param rollback the reason, if the promotion was a rollback
 * @param follows content digests of the records that were listed for the image in this repository before, so that the
 *     removal of a record is detected by its successors
 * @param environmentsFrom source of the environment's configuration; empty in records of versions that did not write it
 */
public record PromotionRecord(
        String environment,
        String registry,
        RepositoryName repository,
        Digest digest,
        BuildId buildId,
        Coordinates gav,
        List<TagChange> tags,
        String from,
        Instant at,
        Actor by,
        String plugin,
        List<GateAnswer> gates,
        Optional<RollbackReason> rollback,
        List<Digest> follows,
        Optional<EnvironmentSource> environmentsFrom) {
    /** The type of the predicate. A change that old readers would misread gets another number. */
    public static final String PREDICATE_TYPE = "https://imagepromotion.github.io/promotion/v1";

    /** Copies the lists. */
    public PromotionRecord {
        tags = List.copyOf(tags);
        gates = List.copyOf(gates);
        follows = List.copyOf(follows);
    }

    /**
     * A tag that a promotion set.
     *
     * @param tag its name
     * @param before the digest that it named before; empty if it was new
     */
    public record TagChange(Tag tag, Optional<Digest> before) {}

    /**
     * The reason of a rollback.
     *
     * @param reason as given by the person who rolled back, or the check that failed
     */
    public record RollbackReason(Optional<String> reason) {}

    /**
     * Who promoted, self-declared.
     *
     * @param user of the CI server or of the machine
     * @param ci name of the CI server
     * @param job its URL there
     */
    public record Actor(Optional<String> user, Optional<String> ci, Optional<String> job) {

        /** {@return a clause for messages, such as " by 'jane'"; empty if no name is given} */
        public String clause() {
            return user.map(name -> " by " + Text.quote(name)).orElse("");
        }
    }
}
