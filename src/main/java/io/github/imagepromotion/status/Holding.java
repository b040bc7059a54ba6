package io.github.imagepromotion.status;

import io.github.imagepromotion.image.RepositoryName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one registry of an environment holds of one image.
 *
 * @param environment its id
 * @param registry address, as configured
 * @param repository the image's name there
 * @param reached whether the registry could be read; if not, a flag says why, and nothing else is known
 * @param tags how many builds have their tag there
 * @param current the build that the environment runs: what its first moving tag points to, else the build of the newest
 *     promotion of those that were looked at; empty where neither is there. An image that no BuildId names there has the
 *     one that another environment knows it by
 * @param running what its running service said last, as far as a record tells ({@code <deployed>})
 * @param lag how far it is behind the environment before; empty where that cannot be told
 * @param builds that were looked at, the newest first: by the last promotion, those without one by their BuildId
 * @param promotions of the builds that were looked at, the newest first
 * @param decisions about builds that it runs, that may come, or that were looked at and somebody decided about
 * @param flags what is to be looked at
 */
public record Holding(
        String environment,
        String registry,
        RepositoryName repository,
        boolean reached,
        int tags,
        Optional<Build> current,
        Optional<Running> running,
        Optional<Lag> lag,
        List<Build> builds,
        List<Promotion> promotions,
        List<BuildDecisions> decisions,
        List<Flag> flags) {

    /** Keeps the lists. */
    public Holding {
        builds = List.copyOf(builds);
        promotions = List.copyOf(promotions);
        decisions = List.copyOf(decisions);
        flags = List.copyOf(flags);
    }

    /** {@return whether something is wrong, not only unknown} */
    public boolean hasProblem() {
        return flags.stream().anyMatch(Flag::isProblem);
    }

    /** {@return how many builds were not looked at, since more have their tag there than were asked for} */
    public int unread() {
        long read = builds.stream().filter(build -> build.buildId().isPresent()).count();
        return (int) Math.max(0, tags - read);
    }

    /**
     * How far an environment is behind the one before it.
     *
     * @param before id of that environment
     * @param builds that were promoted there after the build that is here, not more than its current one; 0 if both have the
     *     same
     * @param atLeast whether there may be more, since not every build was looked at there
     * @param time between the promotions, there, of the build that is here and of the current one
     */
    public record Lag(String before, int builds, boolean atLeast, Optional<Duration> time) {}
}
