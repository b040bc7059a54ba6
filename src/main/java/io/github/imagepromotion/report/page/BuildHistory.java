package io.github.imagepromotion.report.page;

import static java.util.Comparator.reverseOrder;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.report.page.HistoricBuild.Presence;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.BuildDecisions;
import io.github.imagepromotion.status.BuildOrder;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Promotion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The examined builds of an image.
 *
 * @param builds the latest first, by their first promotion; those never promoted follow, by BuildId
 * @param decisions decisions about them, for each environment
 */
public record BuildHistory(List<HistoricBuild> builds, List<DecidedFor> decisions) {
    private static final Comparator<HistoricBuild> NEWEST_FIRST = Comparator.comparing(
                    (HistoricBuild build) -> build.first().orElse(Instant.MIN), reverseOrder())
            .thenComparing((HistoricBuild build) -> build.buildId().isEmpty())
            .thenComparing(BuildHistory::order, BuildOrder.NEWEST_FIRST)
            .thenComparing(HistoricBuild::digest);

    /** Copies the lists. */
    public BuildHistory {
        builds = List.copyOf(builds);
        decisions = List.copyOf(decisions);
    }

    /**
     * Decisions about a build for an environment that may not have it yet.
     *
     * @param environment id of the environment
     * @param decisions the decisions that count there
     */
    public record DecidedFor(String environment, BuildDecisions decisions) {}

    private record Key(Optional<BuildId> buildId, Digest digest) {}

    /**
     * @param holdings what the registries of all environments hold of an image
     * @return its builds
     */
    public static BuildHistory of(List<Holding> holdings) {
        Map<Key, List<Presence>> presences = new LinkedHashMap<>();
        for (Holding holding : holdings) {
            present(holding).forEach(presence -> presences
                    .computeIfAbsent(key(presence.build()), key -> new ArrayList<>())
                    .add(presence));
        }
        Map<Key, Instant> first = first(holdings);
        List<HistoricBuild> builds = new ArrayList<>();
        presences.forEach((key, places) -> builds.add(
                new HistoricBuild(key.buildId(), key.digest(), Optional.ofNullable(first.get(key)), places)));
        return new BuildHistory(builds.stream().sorted(NEWEST_FIRST).toList(), decisions(holdings));
    }

    /** All registries of an environment have the same decisions. */
    private static List<DecidedFor> decisions(List<Holding> holdings) {
        return holdings.stream()
                .flatMap(holding ->
                        holding.decisions().stream().map(decisions -> new DecidedFor(holding.environment(), decisions)))
                .distinct()
                .toList();
    }

    /**
     * @param build one of these builds
     * @return the decisions about it
     */
    public List<DecidedFor> decisions(HistoricBuild build) {
        return decisions.stream()
                .filter(decided -> decided.decisions().digest().equals(build.digest()))
                .toList();
    }

    /** The current build may have lost its tag. */
    private static List<Presence> present(Holding holding) {
        Optional<Key> current = holding.current().map(BuildHistory::key);
        List<Presence> presences = new ArrayList<>();
        for (Build build : holding.builds()) {
            boolean isCurrent = current.equals(Optional.of(key(build)));
            presences.add(new Presence(holding, isCurrent ? holding.current().orElseThrow() : build, isCurrent));
        }
        if (presences.stream().noneMatch(Presence::current)) {
            holding.current().ifPresent(build -> presences.add(new Presence(holding, build, true)));
        }
        return presences;
    }

    private static Map<Key, Instant> first(List<Holding> holdings) {
        Map<Key, Instant> first = new LinkedHashMap<>();
        for (Holding holding : holdings) {
            for (Promotion promotion : holding.promotions()) {
                first.merge(
                        new Key(Optional.of(promotion.buildId()), promotion.digest()),
                        promotion.at(),
                        (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        return first;
    }

    private static Key key(Build build) {
        return new Key(build.buildId(), build.digest());
    }

    private static BuildId order(HistoricBuild build) {
        return build.buildId().orElseGet(() -> BuildId.of(build.digest().abbreviated()));
    }

    /**
     * @param build one of these builds
     * @return the previous build; empty for the oldest
     */
    public Optional<HistoricBuild> before(HistoricBuild build) {
        int position = builds.indexOf(build);
        return position < 0 || position + 1 >= builds.size() ? Optional.empty() : Optional.of(builds.get(position + 1));
    }

    /**
     * @param buildId BuildId of a build
     * @param digest digest of its image
     * @return the build, if it is one of these
     */
    public Optional<HistoricBuild> find(Optional<BuildId> buildId, Digest digest) {
        return builds.stream()
                .filter(build ->
                        build.buildId().equals(buildId) && build.digest().equals(digest))
                .findFirst();
    }
}
