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
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.rollback.RollbackRequest.Undone;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The builds of one image that one registry of the environment had before, according to its records. */
final class PastBuilds {
    private static final Comparator<PromotionRecord> BY_TIME = Comparator.comparing(record -> record.at());

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
        List<PromotionRecord> known = records(now);
        Optional<PromotionRecord> promotion = promotion(known);
        Optional<Digest> before = promotion.stream()
                .flatMap(this::movingTags)
                .flatMap(change -> change.before().stream())
                .filter(digest -> !digest.equals(now))
                .findFirst();
        if (before.isPresent()) {
            return ofImage(now, before.get());
        }
        return promotion
                .filter(this::movedNothing)
                .flatMap(last -> earlier(known, last))
                .map(KnownBuild::of)
                .orElseThrow(() -> refusal(Message.of("no record that counts says what was there before " + now + ".")
                        .because(NoWayBackReason.NAME_BUILD)));
    }

    /** A promotion can only be undone while every moving tag still points to where it set it. */
    void requireStill(Undone promotion, Map<Tag, Optional<Digest>> now) {
        now.forEach((tag, digest) -> {
            if (!digest.equals(Optional.of(promotion.digest()))) {
                throw refusal(Message.of("its tag '" + tag + "' names "
                        + digest.map(Digest::toString).orElse("nothing") + " by now, and not " + promotion.digest()
                        + ", which was promoted: another promotion came in between."));
            }
        });
    }

    /**
     * Others may have moved the tags meanwhile and returned them, which only their records tell: each names those that
     * were listed before it.
     */
    void requireLast(Undone promotion) throws IOException {
        if (!promotion.isRecorded()) {
            return;
        }
        History history = history(promotion.digest());
        Set<Digest> own = history.here().stream()
                .filter(recorded -> promotion.isOf(recorded.record()))
                .map(Recorded::id)
                .collect(Collectors.toSet());
        if (own.isEmpty()) {
            throw refusal(Message.of("the record of the promotion of " + promotion.digest()
                    + " is not there any more, so" + " that nothing says whether another promotion came in between."));
        }
        history.counting().stream()
                .map(Recorded::record)
                .filter(record -> record.follows().stream().anyMatch(own::contains))
                .findFirst()
                .ifPresent(later -> {
                    throw refusal(Message.of("by its records, " + promotion.digest() + " came again at " + later.at()
                            + later.by().clause() + ", as build '" + later.buildId()
                            + "': another promotion or rollback came in between."));
                });
    }

    /** {@return the build before a promotion that itself recorded where the tags pointed} */
    KnownBuild before(Undone promotion) throws IOException {
        Digest now = promotion.digest();
        if (promotion.isFirst()) {
            throw refusal(Message.of("nothing was there before " + now + "."));
        }
        if (promotion.left().size() > 1) {
            throw refusal(Message.of("its moving tags named different images before: "
                            + promotion.left().stream()
                                    .map(Digest::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ".")
                    .because(NoWayBackReason.NAME_BUILD));
        }
        if (!promotion.left().isEmpty()) {
            return ofImage(now, promotion.left().iterator().next());
        }
        List<PromotionRecord> known = records(now);
        Optional<PromotionRecord> own = known.stream()
                .filter(record -> record.buildId().equals(promotion.buildId())
                        && record.rollback().isEmpty())
                .max(BY_TIME);
        Optional<PromotionRecord> stays =
                promotion.isNew() ? own.flatMap(last -> earlier(known, last)) : own.filter(PastBuilds::sawTags);
        return stays.map(KnownBuild::of)
                .orElseThrow(() -> refusal(Message.of(
                                "no record that counts says which build with the image " + now + " was there before.")
                        .because(NoWayBackReason.NAME_BUILD)));
    }

    /** {@return the last promotion of the current build; the newest record tells which of several builds of an image it is} */
    private static Optional<PromotionRecord> promotion(List<PromotionRecord> known) {
        List<PromotionRecord> promotions =
                known.stream().filter(record -> record.rollback().isEmpty()).toList();
        Optional<BuildId> current = known.stream().max(BY_TIME).map(PromotionRecord::buildId);
        return promotions.stream()
                .filter(record -> current.equals(Optional.of(record.buildId())))
                .max(BY_TIME)
                .or(() -> promotions.stream().max(BY_TIME));
    }

    /** {@return whether the image was there before, as another build} */
    private boolean movedNothing(PromotionRecord promotion) {
        return promotion.tags().stream().limit(1).anyMatch(change -> change.before()
                        .isEmpty())
                && movingTags(promotion).findAny().isPresent()
                && movingTags(promotion).allMatch(change -> change.before().equals(Optional.of(promotion.digest())));
    }

    private Stream<TagChange> movingTags(PromotionRecord promotion) {
        Set<Tag> moving = Set.copyOf(request.environment().movingTags());
        return promotion.tags().stream().filter(change -> moving.contains(change.tag()));
    }

    /** {@return whether the call that wrote the record set a tag, so that the record was not added later} */
    private static boolean sawTags(PromotionRecord promotion) {
        return promotion.tags().stream().anyMatch(change -> !change.before().equals(Optional.of(promotion.digest())));
    }

    /** {@return the last record before a promotion that is about another build with the same image} */
    private static Optional<PromotionRecord> earlier(List<PromotionRecord> known, PromotionRecord promotion) {
        return known.stream()
                .filter(record -> !record.buildId().equals(promotion.buildId())
                        && record.at().isBefore(promotion.at()))
                .max(BY_TIME);
    }

    private KnownBuild ofImage(Digest now, Digest before) throws IOException {
        return newest(records(before))
                .orElseThrow(() -> refusal(Message.of("before " + now + " there was " + before
                                + ", and no record that counts says of which build that is.")
                        .because(NoWayBackReason.NAME_BUILD)));
    }

    /** {@return whether the newest record is about another build with the same image} */
    boolean isAnother(KnownBuild build) throws IOException {
        return newest(records(build.digest()))
                .filter(newest -> !newest.buildId().equals(build.buildId()))
                .isPresent();
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

    /** A rejected build is not returned to. Rejections are stored in each environment, so that this one is asked alone. */
    void refuseRejected(KnownBuild build) throws IOException {
        Attached.Judged decided = Attached.referrers(build.digest(), repository, List.of(), request.parallelism())
                .judge(request.trusted().decisions());
        Decisions decisions = Decisions.of(
                build.digest(), List.of(decided), !request.trusted().decisions().isEmpty());
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
        return records.stream().max(BY_TIME).map(KnownBuild::of);
    }

    private List<PromotionRecord> records(Digest image) throws IOException {
        return history(image).counting().stream().map(Recorded::record).toList();
    }

    private History history(Digest image) throws IOException {
        Destination here = new Destination(request.environment().id(), address, repository.name());
        return History.read(image, here, repository, request.trusted().records(), request.parallelism());
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
