package io.github.imagepromotion.status;

import static java.util.Comparator.reverseOrder;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.status.BuildDecisions.Position;
import io.github.imagepromotion.status.Flag.Kind;
import io.github.imagepromotion.status.PipelineReader.Sight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Puts together what was found out about one image. */
final class Holdings {
    private final List<Sight> sights;
    private final StatusRequest request;
    private final DecisionReader decisions;

    Holdings(List<Sight> sights, StatusRequest request, StatusLog log, Instant now) {
        this.sights = sights;
        this.request = request;
        List<Survey> surveys =
                sights.stream().flatMap(sight -> sight.survey().stream()).toList();
        this.decisions = new DecisionReader(surveys, request, log, now);
    }

    List<Holding> all() {
        List<Holding> known = new ArrayList<>();
        for (Sight sight : sights) {
            Holding plain = sight.survey().isEmpty()
                    ? unreached(sight)
                    : reached(sight, sight.survey().get(0));
            List<BuildDecisions> decided = decisions(sight, plain, known);
            List<Flag> flags = new ArrayList<>(plain.flags());
            flags.addAll(DifferentDigests.flags(plain, known));
            decided.stream()
                    .filter(each -> each.position() == Position.CURRENT)
                    .flatMap(each -> each.rejection().stream())
                    .forEach(rejection -> flags.add(new Flag(Kind.REJECTED, rejection)));
            known.add(with(plain, lag(sight.place().environment(), plain, known), decided, flags));
        }
        return known;
    }

    /** What may come is what the environments before run. */
    private List<BuildDecisions> decisions(Sight sight, Holding here, List<Holding> known) {
        Environment environment = sight.place().environment();
        List<String> predecessors =
                environment.after().isEmpty() ? before(environment).stream().toList() : environment.after();
        List<Holding> before = known.stream()
                .filter(holding -> predecessors.contains(holding.environment()))
                .toList();
        return here.reached() ? decisions.in(environment, new Outlook(here, before)) : List.of();
    }

    private static Holding unreached(Sight sight) {
        return new Holding(
                sight.place().environment().id(),
                sight.place().name(),
                sight.repository(),
                false,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Flag(Kind.UNREACHABLE, sight.failure())));
    }

    private Holding reached(Sight sight, Survey survey) {
        List<Promotion> promotions = survey.promotions();
        Optional<Build> own = current(survey, promotions);
        Optional<Elsewhere> elsewhere =
                own.filter(build -> build.buildId().isEmpty()).flatMap(build -> elsewhere(sight, build));
        Optional<Build> current = elsewhere.map(Elsewhere::build).or(() -> own);
        List<Build> builds = builds(sight, survey, current);
        return new Holding(
                survey.environment().id(),
                sight.place().name(),
                sight.repository(),
                true,
                isShared(sight) ? builds.size() : survey.ids().size(),
                current,
                survey.running(),
                Optional.empty(),
                builds,
                promotions,
                List.of(),
                new Flags(survey, promotions, current, elsewhere).all());
    }

    /** What no BuildId names here is a build of the nearest environment that knows it; never promoted here. */
    private Optional<Elsewhere> elsewhere(Sight sight, Build unnamed) {
        int position = sights.indexOf(sight);
        List<Sight> nearestFirst = new ArrayList<>(sights.subList(0, position));
        Collections.reverse(nearestFirst);
        nearestFirst.addAll(sights.subList(position + 1, sights.size()));
        return nearestFirst.stream()
                .flatMap(other -> other.survey().stream())
                .flatMap(
                        other -> known(other, unnamed.digest())
                                .map(build -> Elsewhere.of(other.environment().id(), build, unnamed))
                                .stream())
                .findFirst();
    }

    private static Optional<Build> known(Survey survey, Digest digest) {
        return survey.evidence(digest).promotions().stream()
                .findFirst()
                .map(Promotion::buildId)
                .or(() -> named(survey, digest))
                .map(id -> build(survey, Optional.of(id), digest));
    }

    private static Holding with(Holding plain, Optional<Lag> lag, List<BuildDecisions> decisions, List<Flag> flags) {
        return new Holding(
                plain.environment(),
                plain.registry(),
                plain.repository(),
                plain.reached(),
                plain.tags(),
                plain.current(),
                plain.running(),
                lag,
                plain.builds(),
                plain.promotions(),
                decisions,
                flags);
    }

    private static Optional<Build> current(Survey survey, List<Promotion> promotions) {
        Optional<Tag> tag = survey.environment().movingTags().stream()
                .filter(survey.moving()::containsKey)
                .findFirst();
        if (tag.isEmpty()) {
            return promotions.stream().findFirst().map(newest -> build(survey, newest, promotions));
        }
        Digest digest = Objects.requireNonNull(survey.moving().get(tag.get()));
        return Optional.of(survey.evidence(digest).promotions().stream()
                .findFirst()
                .map(newest -> build(survey, newest, promotions))
                .orElseGet(() -> build(survey, named(survey, digest), digest)));
    }

    /** It may have been promoted again meanwhile: it is there since the first of those promotions. */
    private static Build build(Survey survey, Promotion newest, List<Promotion> promotions) {
        Promotion since = promotions.stream()
                .dropWhile(promotion -> !promotion.equals(newest))
                .takeWhile(promotion -> promotion.buildId().equals(newest.buildId())
                        && promotion.digest().equals(newest.digest()))
                .reduce(newest, (later, earlier) -> earlier);
        Build build = build(survey, Optional.of(newest.buildId()), newest.digest());
        return new Build(build.buildId(), build.digest(), build.version(), build.commit(), Optional.of(since));
    }

    private static Optional<BuildId> named(Survey survey, Digest digest) {
        return survey.builds().entrySet().stream()
                .filter(build -> build.getValue().equals(digest))
                .map(Map.Entry::getKey)
                .min(BuildOrder.NEWEST_FIRST);
    }

    private static Build build(Survey survey, Optional<BuildId> id, Digest digest) {
        Evidence evidence = survey.evidence(digest);
        Optional<Promotion> promotion = evidence.promotions().stream()
                .filter(each -> id.equals(Optional.of(each.buildId())))
                .findFirst();
        Optional<String> version = promotion.map(each -> each.gav().version()).or(evidence::version);
        return new Build(id, digest, version, evidence.commit(), promotion);
    }

    /** In a repository that environments share, a tag does not say in which of them the build is; records do. */
    private List<Build> builds(Sight sight, Survey survey, Optional<Build> current) {
        Comparator<Build> order = Comparator.comparing((Build build) -> !isCurrent(build, current))
                .thenComparing(build -> build.promotion().map(Promotion::at).orElse(Instant.MIN), reverseOrder())
                .thenComparing(build -> build.buildId().orElseThrow(), BuildOrder.NEWEST_FIRST);
        List<Build> builds = new ArrayList<>();
        survey.builds().forEach((id, digest) -> builds.add(build(survey, Optional.of(id), digest)));
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

    /** The environment before is the last one that it has to come after, else the one that is configured before it. */
    private Optional<Lag> lag(Environment environment, Holding here, List<Holding> known) {
        return before(environment).flatMap(id -> known.stream()
                .filter(holding ->
                        holding.environment().equals(id) && holding.current().isPresent())
                .findFirst()
                .flatMap(holding -> here.current()
                        .flatMap(current -> Lags.between(holding, current, sawAllBetween(holding, current)))));
    }

    /** Holdings are in the order of sights. Builds in the order of their numbers are looked at without a gap. */
    private boolean sawAllBetween(Holding holding, Build older) {
        Optional<BuildId> newer = holding.current().flatMap(Build::buildId);
        return sights.stream()
                .filter(sight -> sight.place().environment().id().equals(holding.environment())
                        && sight.place().name().equals(holding.registry()))
                .flatMap(sight -> sight.survey().stream())
                .allMatch(survey -> survey.unread().isEmpty()
                        || (BuildOrder.tells(survey.ids())
                                && isNewest(survey, older.buildId())
                                && isNewest(survey, newer)));
    }

    private boolean isNewest(Survey survey, Optional<BuildId> id) {
        return id.filter(build -> survey.ids().stream().limit(request.builds()).anyMatch(build::equals))
                .isPresent();
    }
}
