package io.github.imagepromotion.rollback;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decisions;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The builds of one image that one registry of the environment had before, according to its records. */
final class PastBuilds {
    private static final Comparator<PromotionRecord> NEWEST_FIRST =
            Comparator.comparing((PromotionRecord record) -> record.at()).reversed();

    private final RollbackRequest request;
    private final RegistryAddress address;
    private final Repository repository;

    PastBuilds(RollbackRequest request, RegistryAddress address, Repository repository) {
        this.request = request;
        this.address = address;
        this.repository = repository;
    }

    /**
     * Finds the previous build: a promotion record says where the tags that it moved pointed before. Records of
     * rollbacks are skipped, or a second rollback would return to where the first began. So are records added later by
     * a call that did not see the tags move: they would make an older, outdated record count.
     */
    KnownBuild before(Digest now) throws IOException {
        Set<Tag> moving = Set.copyOf(request.environment().movingTags());
        Optional<Digest> before = records(now).stream()
                .filter(record -> record.rollback().isEmpty())
                .sorted(NEWEST_FIRST)
                .limit(1)
                .flatMap(record -> record.tags().stream())
                .filter(change -> moving.contains(change.tag()))
                .flatMap(change -> change.before().stream())
                .filter(digest -> !digest.equals(now))
                .findFirst();
        Digest digest = before.orElseThrow(
                () -> refusal(Message.of("no record that counts says what was there before " + now + ".")
                        .because(NoWayBackReason.NAME_BUILD)));
        return newest(records(digest))
                .orElseThrow(() -> refusal(Message.of("before " + now + " there was " + digest
                                + ", and no record that counts says of which build that is.")
                        .because(NoWayBackReason.NAME_BUILD)));
    }

    /** {@return whether one image was promoted here later than another, by the records that count} */
    boolean cameLater(Digest image, Digest other) throws IOException {
        Optional<Instant> came = newest(image);
        Optional<Instant> otherCame = newest(other);
        return came.isPresent() && otherCame.isPresent() && came.get().isAfter(otherCame.get());
    }

    private Optional<Instant> newest(Digest image) throws IOException {
        return records(image).stream().map(PromotionRecord::at).max(Comparator.naturalOrder());
    }

    /** {@return the build that its BuildId tag points to} */
    KnownBuild named(BuildId id) throws IOException {
        Digest digest = repository
                .resolve(id.tag())
                .map(Descriptor::digest)
                .orElseThrow(() -> refusal(Message.of("there is no build '" + id + "'.")
                        .because(
                                NoWayBackReason.UNKNOWN_BUILD,
                                request.environment().id())));
        List<PromotionRecord> ofBuild = records(digest).stream()
                .filter(record -> record.buildId().equals(id))
                .toList();
        return newest(ofBuild)
                .orElseThrow(
                        () -> refusal(
                                Message.of(
                                        "no record that counts says that build '" + id
                                                + "' was promoted there. Promote it again instead (image:promote): that moves the tags, too.")));
    }

    /** A rejected build is not returned to; a rejection counts in every environment, wherever it is stored. */
    void refuseRejected(KnownBuild build) throws IOException {
        Attached.Judged decided = Attached.referrers(build.digest(), repository, List.of(), request.parallelism())
                .judge(request.decisionKeys());
        Decisions decisions = Decisions.of(
                build.digest(), List.of(decided), !request.decisionKeys().isEmpty());
        if (!decisions.rejections().isEmpty()) {
            Decision rejection = decisions.rejections().get(0).decision();
            throw refusal(Message.of("build '" + build.buildId() + "' was rejected at " + rejection.at() + ": "
                            + Text.quote(rejection.reason()) + ".")
                    .because(NoWayBackReason.NAME_BUILD));
        }
        if (!decisions.doubtful().isEmpty()) {
            throw refusal(Message.of("whether build '" + build.buildId() + "' was rejected is not known: "
                    + decisions.doubtful().get(0)
                    + ". Find out who attached it, and take it from the list of the image's documents."));
        }
    }

    private static Optional<KnownBuild> newest(List<PromotionRecord> records) {
        return records.stream().sorted(NEWEST_FIRST).findFirst().map(KnownBuild::of);
    }

    private List<PromotionRecord> records(Digest image) throws IOException {
        Destination here = new Destination(request.environment().id(), address, repository.name());
        return History.read(image, here, repository, request.trusted(), request.parallelism()).counting().stream()
                .map(Recorded::record)
                .toList();
    }

    ImageException refusal(Message why) {
        return new ImageException(Message.of(
                        "In '" + request.environment().id() + "', '" + repository.displayName() + "' cannot go back: ")
                .and(why));
    }

    /**
     * A build that was in the environment.
     *
     * @param buildId the BuildId
     * @param digest digest of its image
     * @param gav coordinates of the project that built it
     */
    record KnownBuild(BuildId buildId, Digest digest, Coordinates gav) {

        static KnownBuild of(PromotionRecord record) {
            return new KnownBuild(record.buildId(), record.digest(), record.gav());
        }
    }

    /** Reasons why an environment cannot be rolled back. */
    public enum NoWayBackReason implements Reason {
        /** No image is configured. */
        NO_IMAGE,
        /** The environment has no moving tag, so its current build is unknown. */
        NO_MOVING_TAG,
        /** The previous build is unknown. */
        NAME_BUILD,
        /** The BuildId tag of the previous build points to another image. */
        OTHER_TAG,
        /** The registry no longer has the image of the build. */
        GONE,
        /** A blob of the image is missing. */
        INCOMPLETE,
        /** A manifest of the image is missing. */
        MANIFEST_GONE,
        /** The build was never in the environment; argument: the environment. */
        UNKNOWN_BUILD
    }
}
