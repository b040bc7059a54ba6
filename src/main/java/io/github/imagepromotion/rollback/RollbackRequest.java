package io.github.imagepromotion.rollback;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.gate.UnsignedEnvironments;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.signing.VerificationKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request to roll an environment back to an earlier build.
 *
 * @param images what is rolled back
 * @param trusted keys of the environment
 * @param purpose where to, and why
 * @param dryRun whether to end with the plan
 * @param records how the rollback is recorded
 * @param retryBudget limits the retries
 * @param parallelism maximum number of parallel requests
 */
public record RollbackRequest(
        Images images,
        Trusted trusted,
        Purpose purpose,
        boolean dryRun,
        RecordSettings records,
        RetryBudget retryBudget,
        int parallelism) {

    /**
     * Images for which an environment has the same configuration.
     *
     * @param environment to roll back, in all of its registries
     * @param environments all configured environments
     * @param repositories of the images, as the project names them; they are rolled back together or not at all
     * @param releases releases, which are rolled back with them: each to the release before, with the members that its
     *     lock has
     */
    public record Images(
            Environment environment,
            Environments environments,
            List<RepositoryName> repositories,
            List<Release> releases) {
        /** Copies the lists. */
        public Images {
            repositories = List.copyOf(repositories);
            releases = List.copyOf(releases);
        }

        /** Each image for itself. */
        public Images(Environment environment, Environments environments, List<RepositoryName> repositories) {
            this(environment, environments, repositories, List.of());
        }
    }

    /**
     * A release in an environment.
     *
     * @param project {@code groupId:artifactId} of its project
     * @param repository where the environment has it
     */
    public record Release(String project, RepositoryName repository) {}

    /**
     * Who is believed.
     *
     * @param records keys of records: if there are any, only records that one of them signed count
     * @param decisions keys whose rejections count; without keys, all rejections count
     * @param unsigned when an environment of an unsigned build record is accepted
     */
    public record Trusted(
            List<VerificationKey> records, List<VerificationKey> decisions, UnsignedEnvironments unsigned) {
        /** Copies the lists. */
        public Trusted {
            records = List.copyOf(records);
            decisions = List.copyOf(decisions);
        }
    }

    /**
     * Where an environment goes back to, and why.
     *
     * @param to the build to return to; if empty, the previous build of each image
     * @param reason for the record
     * @param undone what a promotion did that is undone, by {@code registry/repository}; empty for a rollback for any other
     *     reason
     */
    public record Purpose(Optional<BuildId> to, Optional<String> reason, Map<String, Undone> undone) {
        /** Copies the map. */
        public Purpose {
            undone = Map.copyOf(undone);
        }

        /** A rollback for any other reason than that a promotion is undone. */
        public Purpose(Optional<BuildId> to, Optional<String> reason) {
            this(to, reason, Map.of());
        }
    }

    /** {@return the environment to roll back} */
    public Environment environment() {
        return images.environment();
    }

    /** {@return what is undone in a repository} */
    Optional<Undone> undone(Repository repository) {
        return Optional.ofNullable(purpose.undone().get(repository.displayName()));
    }

    /**
     * What a promotion did to an image in a registry.
     *
     * @param buildId that was promoted
     * @param digest of its image
     * @param tags of the plan, the BuildId tag first, with what each named before
     * @param began when the promotion began, by the clock that gave the time in its record
     * @param ended when it was recorded
     */
    public record Undone(BuildId buildId, Digest digest, List<TagChange> tags, Instant began, Instant ended) {
        /** Copies the list. */
        public Undone {
            tags = List.copyOf(tags);
        }

        /** {@return whether the promotion set the tag of the build} */
        boolean isNew() {
            return !names(tags.get(0));
        }

        /** {@return whether the promotion set a tag, and so was recorded} */
        boolean isRecorded() {
            return !tags.stream().allMatch(this::names);
        }

        /** {@return whether a record may be the one of this promotion} */
        boolean isOf(PromotionRecord record) {
            return record.rollback().isEmpty()
                    && record.buildId().equals(buildId)
                    && record.tags().equals(tags)
                    && !record.at().isBefore(began.truncatedTo(ChronoUnit.MILLIS))
                    && !record.at().isAfter(ended);
        }

        /** {@return the images that moving tags were moved away from} */
        Set<Digest> left() {
            return moving().flatMap(change -> change.before().stream())
                    .filter(named -> !named.equals(digest))
                    .collect(Collectors.toSet());
        }

        /** {@return whether there was no moving tag before} */
        public boolean isFirst() {
            return moving().allMatch(change -> change.before().isEmpty());
        }

        private Stream<TagChange> moving() {
            return tags.stream().skip(1);
        }

        private boolean names(TagChange change) {
            return change.before().equals(Optional.of(digest));
        }
    }
}
