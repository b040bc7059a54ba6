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

/** Which builds of one image were in one registry of the environment before, as the records there say. */
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
     * What was there before the image that is there now: a record says what the tags named that it moved. Records of
     * rollbacks do not say it, or two of them in a row would end where they began; nor does one that was added later, by who
     * did not see what the tags named before, and then an older one would say something that is out of date.
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

    /** Whether one image came here later than another, by the records that count. */
    boolean cameLater(Digest image, Digest other) throws IOException {
        Optional<Instant> came = newest(image);
        Optional<Instant> otherCame = newest(other);
        return came.isPresent() && otherCame.isPresent() && came.get().isAfter(otherCame.get());
    }

    private Optional<Instant> newest(Digest image) throws IOException {
        return records(image).stream().map(PromotionRecord::at).max(Comparator.naturalOrder());
    }

    /** The build under its own tag. */
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

    /** What was rejected does not come back; a rejection lies in every environment. */
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
     * @param buildId of it
     * @param digest of its image
     * @param gav the project that built it
     */
    record KnownBuild(BuildId buildId, Digest digest, Coordinates gav) {

        static KnownBuild of(PromotionRecord record) {
            return new KnownBuild(record.buildId(), record.digest(), record.gav());
        }
    }

    /** Why an environment cannot go back. */
    public enum NoWayBackReason implements Reason {
        /** No image is named. */
        NO_IMAGE,
        /** No moving tag says what is there. */
        NO_MOVING_TAG,
        /** It is not known what was there before. */
        NAME_BUILD,
        /** The tag of the build before was changed. */
        OTHER_TAG,
        /** The image of the build is not there. */
        GONE,
        /** A part of the image is not there. */
        INCOMPLETE,
        /** A manifest of the image is not there. */
        MANIFEST_GONE,
        /** There is no such build; argument: the environment. */
        UNKNOWN_BUILD
    }
}
