package io.github.imagepromotion.status;

import static java.util.Comparator.reverseOrder;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.status.BuildDecisions.Position;
import io.github.imagepromotion.status.Flag.Kind;
import io.github.imagepromotion.status.Flags.Elsewhere;
import io.github.imagepromotion.status.Holding.Lag;
import io.github.imagepromotion.status.PipelineReader.Sight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Combines what was read about one image. */
final class HoldingBuilder {
    private final List<Sight> sights;
    private final StatusRequest request;
    private final DecisionReader decisions;
    private final RunningReleases running;

    HoldingBuilder(List<Sight> sights, StatusRequest request, StatusLog log, Instant now, RunningReleases running) {
        this.sights = sights;
        this.request = request;
        this.running = running;
        List<RepositorySnapshot> snapshots =
                sights.stream().flatMap(sight -> sight.snapshot().stream()).toList();
        this.decisions = new DecisionReader(snapshots, request, log, now, running);
    }

    /** What one registry holds, before the comparison with preceding environments. */
    private record HoldingContents(
            int tags,
            Optional<Build> current,
            Optional<Running> running,
            List<Build> builds,
            List<Promotion> promotions,
            List<Flag> flags) {}

    List<Holding> all() {
        List<Holding> known = new ArrayList<>();
        for (Sight sight : sights) {
            known.add(holding(sight, known));
        }
        return known;
    }

    private Holding holding(Sight sight, List<Holding> known) {
        Environment environment = sight.place().environment();
        boolean reached = !sight.snapshot().isEmpty();
        HoldingContents here = reached ? contents(sight, sight.snapshot().get(0)) : unreached(sight);
        List<BuildDecisions> decided = reached ? decisions(environment, here, known) : List.of();
        List<Flag> flags = new ArrayList<>(here.flags());
        flags.addAll(DifferentDigests.flags(here.builds(), known));
        Optional<Released> released =
                reached ? Released.of(running.in(sight.place()), sight.name(), here.current()) : Optional.empty();
        released.filter(each -> !each.same())
                .ifPresent(each -> flags.add(new Flag(Kind.MOVED_AWAY, each.movedAway(here.current()))));
        if (reached) {
            running.failure(sight.place()).ifPresent(why -> flags.add(new Flag(Kind.UNREADABLE, why)));
        }
        decided.stream()
                .filter(each -> each.position() == Position.CURRENT)
                .flatMap(each -> each.rejection().stream())
                .forEach(rejection -> flags.add(new Flag(Kind.REJECTED, rejection)));
        return new Holding(
                environment.id(),
                sight.place().name(),
                sight.repository(),
                reached,
                here.tags(),
                here.current(),
                here.running(),
                released,
                lag(environment, here.current(), known),
                here.builds(),
                here.promotions(),
                decided,
                flags);
    }

    /** Builds that preceding environments run may be promoted next. */
    private List<BuildDecisions> decisions(Environment environment, HoldingContents here, List<Holding> known) {
        List<String> predecessors =
                environment.after().isEmpty() ? before(environment).stream().toList() : environment.after();
        List<Holding> before = known.stream()
                .filter(holding -> predecessors.contains(holding.environment()))
                .toList();
        return decisions.in(environment, new PendingBuilds(here.current(), here.builds(), before));
    }

    private static HoldingContents unreached(Sight sight) {
        return new HoldingContents(
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(new Flag(Kind.UNREACHABLE, sight.failure())));
    }

    private HoldingContents contents(Sight sight, RepositorySnapshot snapshot) {
        List<Promotion> promotions = snapshot.promotions();
        Optional<Build> own = current(snapshot, promotions);
        Optional<Elsewhere> elsewhere =
                own.filter(build -> build.buildId().isEmpty()).flatMap(build -> elsewhere(sight, build));
        Optional<Build> current = elsewhere.map(Elsewhere::build).or(() -> own);
        List<Build> builds = builds(sight, snapshot, current);
        boolean withHistory =
                request.depth().history().containsKey(snapshot.environment().id());
        return new HoldingContents(
                isShared(sight) ? builds.size() : snapshot.ids().size(),
                current,
                snapshot.running(),
                builds,
                promotions,
                new Flags(snapshot, promotions, current, elsewhere, withHistory).all());
    }

    /**
     * An image without a BuildId tag here is looked up in the nearest environment that knows it, without its promotion
     * there.
     */
    private Optional<Elsewhere> elsewhere(Sight sight, Build unnamed) {
        int position = sights.indexOf(sight);
        List<Sight> nearestFirst = new ArrayList<>(sights.subList(0, position));
        Collections.reverse(nearestFirst);
        nearestFirst.addAll(sights.subList(position + 1, sights.size()));
        return nearestFirst.stream()
                .flatMap(other -> other.snapshot().stream())
                .flatMap(
                        other -> known(other, unnamed.digest())
                                .map(build -> Elsewhere.of(other.environment().id(), build, unnamed))
                                .stream())
                .findFirst();
    }

    private static Optional<Build> known(RepositorySnapshot snapshot, Digest digest) {
        return snapshot.evidence(digest).promotions().stream()
                .findFirst()
                .map(Promotion::buildId)
                .or(() -> named(snapshot, digest))
                .map(id -> build(snapshot, Optional.of(id), digest));
    }

    private static Optional<Build> current(RepositorySnapshot snapshot, List<Promotion> promotions) {
        Optional<Tag> tag = snapshot.environment().movingTags().stream()
                .filter(snapshot.moving()::containsKey)
                .findFirst();
        if (tag.isEmpty()) {
            return promotions.stream().findFirst().map(newest -> build(snapshot, newest, promotions));
        }
        Digest digest = Objects.requireNonNull(snapshot.moving().get(tag.get()));
        return Optional.of(snapshot.evidence(digest).promotions().stream()
                .findFirst()
                .map(newest -> build(snapshot, newest, promotions))
                .orElseGet(() -> build(snapshot, named(snapshot, digest), digest)));
    }

    /** A build may be promoted several times in a row: it is current since the first of these promotions. */
    private static Build build(RepositorySnapshot snapshot, Promotion newest, List<Promotion> promotions) {
        Promotion since = promotions.stream()
                .dropWhile(promotion -> !promotion.equals(newest))
                .takeWhile(promotion -> promotion.buildId().equals(newest.buildId())
                        && promotion.digest().equals(newest.digest()))
                .reduce(newest, (later, earlier) -> earlier);
        Build build = build(snapshot, Optional.of(newest.buildId()), newest.digest());
        return new Build(build.buildId(), build.digest(), build.version(), build.commit(), Optional.of(since));
    }

    private static Optional<BuildId> named(RepositorySnapshot snapshot, Digest digest) {
        return snapshot.builds().entrySet().stream()
                .filter(build -> build.getValue().equals(digest))
                .map(Map.Entry::getKey)
                .min(BuildOrder.NEWEST_FIRST);
    }

    private static Build build(RepositorySnapshot snapshot, Optional<BuildId> id, Digest digest) {
        Evidence evidence = snapshot.evidence(digest);
        Optional<Promotion> promotion = evidence.promotions().stream()
                .filter(each -> id.equals(Optional.of(each.buildId())))
                .findFirst();
        Optional<String> version = promotion.map(each -> each.gav().version()).or(evidence::version);
        return new Build(id, digest, version, evidence.commit(), promotion);
    }

    /**
     * In a repository shared by environments only records tell which environment a build was promoted to; its tag does
     * not.
     */
    private List<Build> builds(Sight sight, RepositorySnapshot snapshot, Optional<Build> current) {
        Comparator<Build> order = Comparator.comparing((Build build) -> !isCurrent(build, current))
                .thenComparing(build -> build.promotion().map(Promotion::at).orElse(Instant.MIN), reverseOrder())
                .thenComparing(build -> build.buildId().orElseThrow(), BuildOrder.NEWEST_FIRST);
        List<Build> builds = new ArrayList<>();
        snapshot.builds().forEach((id, digest) -> builds.add(build(snapshot, Optional.of(id), digest)));
        builds.removeIf(build -> isShared(sight) && build.promotion().isEmpty() && !isCurrent(build, current));
        return builds.stream().sorted(order).toList();
    }

    private static boolean isCurrent(Build build, Optional<Build> current) {
        return current.filter(each ->
                        each.buildId().equals(build.buildId()) && each.digest().equals(build.digest()))
                .isPresent();
    }

    private boolean isShared(Sight sight) {
        return sights.stream()
                        .filter(other ->
                                other.place().address().equals(sight.place().address()))
                        .map(other -> other.place().environment().id())
                        .distinct()
                        .count()
                > 1;
    }

    private Optional<String> before(Environment environment) {
        List<Environment> all = request.environments().list();
        int position = all.indexOf(environment);
        return environment.after().isEmpty()
                ? Optional.of(position).filter(own -> own > 0).map(own -> all.get(own - 1)
                        .id())
                : Optional.of(environment.after().get(environment.after().size() - 1));
    }

    /** The preceding environment is the last one in {@code <after>}, otherwise the one configured before this one. */
    private Optional<Lag> lag(Environment environment, Optional<Build> current, List<Holding> known) {
        return before(environment).flatMap(id -> known.stream()
                .filter(holding ->
                        holding.environment().equals(id) && holding.current().isPresent())
                .findFirst()
                .flatMap(holding ->
                        current.flatMap(older -> Lags.between(holding, older, sawAllBetween(holding, older)))));
    }

    /** Holdings and sights have the same order. If BuildIds are ordered, the examined builds have no gap. */
    private boolean sawAllBetween(Holding holding, Build older) {
        Optional<BuildId> newer = holding.current().flatMap(Build::buildId);
        return sights.stream()
                .filter(sight -> sight.place().environment().id().equals(holding.environment())
                        && sight.place().name().equals(holding.registry()))
                .flatMap(sight -> sight.snapshot().stream())
                .allMatch(snapshot -> snapshot.unread().isEmpty()
                        || (BuildOrder.tells(snapshot.ids())
                                && isNewest(snapshot, older.buildId())
                                && isNewest(snapshot, newer)));
    }

    private boolean isNewest(RepositorySnapshot snapshot, Optional<BuildId> id) {
        return id.filter(build ->
                        snapshot.ids().stream().limit(request.depth().builds()).anyMatch(build::equals))
                .isPresent();
    }
}
