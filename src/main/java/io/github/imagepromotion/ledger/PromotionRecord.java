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
 * That an image was promoted to an environment: the predicate of an in-toto statement about the image, attached to it
 * there. Written after the tags were read back; never changed, only followed by others.
 * {@code docs/schemas/promotion-record-v1.schema.json} describes it for other programs.
 *
 * @param environment its id
 * @param registry address of the registry, as configured
 * @param repository the image's full name there
 * @param digest of the image
 * @param buildId of the build
 * @param gav the project that built it
 * @param tags that were set, or pointed to the image already, the BuildId's first
 * @param from where the archive was taken from
 * @param at when the tags had been read back
 * @param by who did it
 * @param plugin version of this plugin
 * @param gates that were asked, and what they answered
 * @param rollback why it went back to this build, where the promotion was a rollback
 * @param follows digests of the records that were listed for the image in this repository before, of their content: who
 *     removes one is found out by those that follow it
 * @param environmentsFrom whose word the environment and its gates were; empty in records of before that was said
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

    /** Keeps the lists. */
    public PromotionRecord {
        tags = List.copyOf(tags);
        gates = List.copyOf(gates);
        follows = List.copyOf(follows);
    }

    /**
     * A tag that a promotion set.
     *
     * @param tag its name
     * @param before what it pointed to before, empty if it was new
     */
    public record TagChange(Tag tag, Optional<Digest> before) {}

    /**
     * That the environment went back to a build that it had before.
     *
     * @param reason as who did it gave it
     */
    public record RollbackReason(Optional<String> reason) {}

    /**
     * Who promoted, by his own account.
     *
     * @param user of the CI server or of the machine
     * @param ci name of the CI server
     * @param job its URL there
     */
    public record Actor(Optional<String> user, Optional<String> ci, Optional<String> job) {

        /** {@return who it was, by his own account, as a sentence goes on: " by 'jane'"; nothing where he gave none} */
        public String clause() {
            return user.map(name -> " by " + Text.quote(name)).orElse("");
        }
    }
}
