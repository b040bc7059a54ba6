package io.github.imagepromotion.status;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.status.Flag.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what needs attention in one registry of an environment. */
final class Flags {
    private static final int MOST_OF_A_KIND = 5;

    private final RepositorySnapshot snapshot;
    private final List<Promotion> promotions;
    private final Optional<Build> current;
    private final Optional<Elsewhere> elsewhere;
    private final boolean isHistory;
    private final List<Flag> flags = new ArrayList<>();

    Flags(
            RepositorySnapshot snapshot,
            List<Promotion> promotions,
            Optional<Build> current,
            Optional<Elsewhere> elsewhere,
            boolean isHistory) {
        this.snapshot = snapshot;
        this.promotions = promotions;
        this.current = current;
        this.elsewhere = elsewhere;
        this.isHistory = isHistory;
    }

    List<Flag> all() {
        if (promotions.isEmpty()) {
            withoutRecords();
        } else {
            snapshot.environment().movingTags().forEach(this::movingTag);
            buildTags();
        }
        notAllRead();
        bounded(Kind.FORGED_RECORD, snapshot.forged());
        bounded(Kind.UNREADABLE, snapshot.failures());
        current.flatMap(Build::promotion)
                .filter(promotion -> snapshot.trustsKeys() && promotion.standing() == Standing.UNSIGNED)
                .ifPresent(promotion -> add(
                        Kind.UNSIGNED_RECORD,
                        "no trusted key signed that build '" + promotion.buildId() + "' was promoted"));
        return List.copyOf(flags);
    }

    private void withoutRecords() {
        if (snapshot.ids().isEmpty() && snapshot.moving().isEmpty()) {
            return;
        }
        String read = snapshot.unread().isEmpty()
                ? "no promotion is recorded here"
                : "none of the builds that were looked at has a record of its promotion";
        String unknown = current.isPresent()
                ? "since when its build"
                        + elsewhere.map(known -> ", " + known.said() + ",").orElse("")
                        + " is there, by whom, and whether somebody moved a tag by hand is unknown"
                : "which build it runs is unknown" + newest();
        add(Kind.NO_RECORDS, read + "; " + unknown);
    }

    /** The builds with the highest BuildIds are the newest ones only if BuildIds are ordered. */
    private void notAllRead() {
        int all = snapshot.ids().size();
        if (snapshot.unread().isEmpty()) {
            return;
        }
        String read = "only " + snapshot.builds().size() + " of " + all
                + " builds were looked at, those whose BuildIds come last, numbers in them as numbers";
        if (isHistory) {
            add(
                    Kind.NOT_ALL_READ,
                    Message.of(read + ": promotions of others are not listed").because(StatusReason.LONG_HISTORY, all));
        } else if (snapshot.needsAllRecords()) {
            add(
                    Kind.NOT_ALL_READ,
                    Message.of("no moving tag says which build it runs, and " + read
                                    + ": another one may have been promoted later")
                            .because(StatusReason.MANY_BUILDS, all));
        } else if (!BuildOrder.tells(snapshot.ids())) {
            add(
                    Kind.NOT_ALL_READ,
                    Message.of(read + ": these BuildIds do not tell which build is newer, so that later promotions,"
                                    + " and tags that were moved by hand, may be missed")
                            .because(StatusReason.MANY_BUILDS, all));
        }
    }

    private String newest() {
        return snapshot.ids().stream()
                .findFirst()
                .map(id -> ", the newest by its number is '" + id + "'")
                .orElse("");
    }

    /** The latest record that names a tag says where it should point. */
    private void movingTag(Tag tag) {
        Optional<Promotion> newest = promotions.stream()
                .filter(promotion -> promotion.tags().contains(tag.name()))
                .findFirst();
        Optional<Digest> found = Optional.ofNullable(snapshot.moving().get(tag));
        if (found.equals(newest.map(Promotion::digest))) {
            return;
        }
        String now = found.map(digest -> "tag '" + tag + "' points to " + digest + known(digest))
                .orElse("tag '" + tag + "' is gone");
        add(
                Kind.DRIFT,
                now
                        + newest.map(promotion -> ", but the promotion of build '" + promotion.buildId() + "' at "
                                        + promotion.at() + " made it point to " + promotion.digest())
                                .orElse(", and no record says who set it"));
    }

    private String known(Digest digest) {
        return elsewhere
                .filter(known -> known.build().digest().equals(digest))
                .map(known -> " (" + known.said() + ")")
                .orElse("");
    }

    private void buildTags() {
        List<String> moved = promotions.stream()
                .filter(promotion -> snapshot.builds().containsKey(promotion.buildId()))
                .filter(promotion ->
                        !promotion.digest().equals(snapshot.builds().get(promotion.buildId())))
                .map(promotion -> "tag '" + promotion.buildId() + "' points to "
                        + snapshot.builds().get(promotion.buildId()) + ", but it was promoted as " + promotion.digest())
                .distinct()
                .toList();
        bounded(Kind.DRIFT, moved);
        current.filter(build -> elsewhere.isEmpty())
                .flatMap(Build::buildId)
                .filter(id -> !snapshot.ids().contains(id))
                .ifPresent(id -> add(Kind.DRIFT, "tag '" + id + "' is gone"));
    }

    private void bounded(Kind kind, List<String> texts) {
        List<String> distinct = texts.stream().distinct().toList();
        distinct.stream().limit(MOST_OF_A_KIND).forEach(text -> add(kind, text));
        if (distinct.size() > MOST_OF_A_KIND) {
            add(kind, (distinct.size() - MOST_OF_A_KIND) + " more of that kind");
        }
    }

    private void add(Kind kind, String text) {
        add(kind, Message.of(text));
    }

    private void add(Kind kind, Message text) {
        flags.add(new Flag(kind, text));
    }

    /**
     * An image that is current without a BuildId tag, as another environment knows it.
     *
     * @param environment the environment that knows it
     * @param build the build there; it was never promoted to where it is current
     */
    record Elsewhere(String environment, Build build) {

        static Elsewhere of(String environment, Build there, Build here) {
            return new Elsewhere(
                    environment,
                    new Build(
                            there.buildId(),
                            here.digest(),
                            there.version().or(here::version),
                            there.commit().or(here::commit),
                            Optional.empty()));
        }

        /** {@return the text shown beside the digest} */
        String said() {
            return "build '" + build.name() + "' of '" + environment + "', which was never promoted here";
        }
    }

    /** Reasons of flags. */
    public enum StatusReason implements Reason {
        /** Not all builds were examined; argument: how many there are. */
        MANY_BUILDS,
        /** A history has more builds than were requested; argument: how many there are. */
        LONG_HISTORY
    }
}
