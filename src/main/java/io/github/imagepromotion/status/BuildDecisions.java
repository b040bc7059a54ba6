package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What people decided about a build, as it counts in one environment: what the gates of a promotion there would go by.
 *
 * @param buildId empty for an image that no BuildId's tag names
 * @param digest of its top manifest
 * @param position where the build stands, seen from the environment
 * @param required how many approvals the environment asks for; 0 if it asks for none
 * @param signed whether only decisions count that certain keys signed; else everyone's do
 * @param approvals for the environment that count, one of each key
 * @param worthless clauses about approvals that do not count
 * @param rejections that stand
 * @param withdrawn approvals for the environment, and rejections, that do not hold any more
 * @param doubts clauses about what is shown as a decision and is none; a promotion is refused for it
 */
public record BuildDecisions(
        Optional<BuildId> buildId,
        Digest digest,
        Position position,
        int required,
        boolean signed,
        List<Vote> approvals,
        List<String> worthless,
        List<Vote> rejections,
        List<Withdrawal> withdrawn,
        List<String> doubts) {

    /** Where a build stands, seen from an environment. */
    public enum Position {
        /** The environment runs it. */
        CURRENT,
        /** An environment before runs it: it may come. */
        NEXT,
        /** Neither. */
        OTHER
    }

    /**
     * A decision that does not hold any more.
     *
     * @param rejection whether it was one; else it was an approval
     * @param vote that was withdrawn
     * @param by who withdrew it, when and why
     */
    public record Withdrawal(boolean rejection, Vote vote, Vote by) {}

    /** Keeps the lists. */
    public BuildDecisions {
        approvals = List.copyOf(approvals);
        worthless = List.copyOf(worthless);
        rejections = List.copyOf(rejections);
        withdrawn = List.copyOf(withdrawn);
        doubts = List.copyOf(doubts);
    }

    /** {@return the BuildId, else the abbreviated digest} */
    public String name() {
        return buildId.map(BuildId::toString).orElseGet(digest::abbreviated);
    }

    /** {@return that it was rejected, by whom and why, a clause for people; empty if it is not} */
    public Optional<String> rejection() {
        return rejections.stream()
                .findFirst()
                .map(first -> "build '" + name() + "' was rejected" + first.said()
                        + (rejections.size() == 1 ? "" : ", and " + (rejections.size() - 1) + " times more")
                        + worth());
    }

    /** {@return that anyone may have said it, the end of a clause; empty where only certain keys count} */
    public String worth() {
        return signed ? "" : " (no key is trusted, so that anyone's word counts)";
    }

    /** {@return whether nobody decided anything, and nothing is asked for} */
    boolean isNothing() {
        return required == 0
                && approvals.isEmpty()
                && worthless.isEmpty()
                && rejections.isEmpty()
                && withdrawn.isEmpty()
                && doubts.isEmpty();
    }
}
