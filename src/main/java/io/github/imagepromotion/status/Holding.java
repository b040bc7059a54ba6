package io.github.imagepromotion.status;

import io.github.imagepromotion.image.RepositoryName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one registry of an environment holds of one image.
 *
 * @param environment id of the environment
 * @param registry address, as configured
 * @param repository the image's repository there
 * @param reached whether the registry could be read; if not, a flag says why and everything else is empty
 * @param tags number of builds that have a BuildId tag there
 * @param current the build that the environment runs: the one its first moving tag points to, otherwise the one that
 *     was promoted last among those examined; empty if there is neither. If no BuildId tag points to it there, its BuildId
 *     comes from another environment
 * @param running what the running service reported last, according to its record ({@code <deployed>})
 * @param released what the release that the environment runs has of the image; empty if no release with it is known
 * @param lag how far it is behind the preceding environment; empty if unknown
 * @param builds the builds that were examined: first those promoted, the latest first, then the others by BuildId
 * @param promotions promotions of these builds, the latest first
 * @param decisions decisions about its current build, about those that may be promoted to it, and about those examined
 * @param flags what needs attention
 */
public record Holding(
        String environment,
        String registry,
        RepositoryName repository,
        boolean reached,
        int tags,
        Optional<Build> current,
        Optional<Running> running,
        Optional<Released> released,
        Optional<Lag> lag,
        List<Build> builds,
        List<Promotion> promotions,
        List<BuildDecisions> decisions,
        List<Flag> flags) {

    /** Copies the lists. */
    public Holding {
        builds = List.copyOf(builds);
        promotions = List.copyOf(promotions);
        decisions = List.copyOf(decisions);
        flags = List.copyOf(flags);
    }

    /** {@return whether any flag is a problem} */
    public boolean hasProblem() {
        return flags.stream().anyMatch(Flag::isProblem);
    }

    /** {@return number of builds with a BuildId tag there that were not examined, because fewer were requested} */
    public int unread() {
        long read = builds.stream().filter(build -> build.buildId().isPresent()).count();
        return (int) Math.max(0, tags - read);
    }

    /**
     * How far an environment is behind the preceding one.
     *
     * @param before id of the preceding environment
     * @param builds number of builds promoted there after this one, up to and including its current one; 0 if both have
     *     the same
     * @param atLeast whether there may be more, since not all builds there were examined
     * @param time time between the promotions there of this build and of the current one
     */
    public record Lag(String before, int builds, boolean atLeast, Optional<Duration> time) {}
}
