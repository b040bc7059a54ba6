package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import java.util.List;
import java.util.Optional;

/**
 * The approvals and rejections of a build, as the gates of a promotion into one environment would count them.
 *
 * @param buildId the BuildId; empty if no BuildId tag points to the image
 * @param digest digest of its top manifest
 * @param position where the build is, relative to the environment
 * @param required number of approvals that the environment requires; 0 for none
 * @param signed whether only decisions signed by configured keys count; otherwise all do
 * @param approvals approvals for the environment that count, one per key
 * @param worthless reasons why other approvals do not count
 * @param rejections rejections in force
 * @param withdrawn withdrawn rejections, and withdrawn approvals for the environment
 * @param doubts reasons why documents that claim to be decisions are invalid; a promotion is refused because of them
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

    /** Where a build is, relative to an environment. */
    public enum Position {
        /** The environment runs it. */
        CURRENT,
        /** A preceding environment runs it, so it may be promoted next. */
        NEXT,
        /** Neither. */
        OTHER
    }

    /**
     * A decision that was withdrawn.
     *
     * @param rejection true for a rejection, false for an approval
     * @param vote the decision that was withdrawn
     * @param by who withdrew it, when and why
     */
    public record Withdrawal(boolean rejection, Vote vote, Vote by) {}

    /** Copies the lists. */
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

    /** {@return a clause saying that the build was rejected, by whom and why; empty if it was not} */
    public Optional<String> rejection() {
        return rejections.stream()
                .findFirst()
                .map(first -> "build '" + name() + "' was rejected" + first.said()
                        + (rejections.size() == 1 ? "" : ", and " + (rejections.size() - 1) + " times more")
                        + worth());
    }

    /**
     * {@return the end of a clause saying that anyone may have decided this; empty if only decisions by configured keys
     * count}
     */
    public String worth() {
        return signed ? "" : " (no key is trusted, so that anyone's word counts)";
    }

    /** {@return whether there are no decisions and none are required} */
    boolean isNothing() {
        return required == 0
                && approvals.isEmpty()
                && worthless.isEmpty()
                && rejections.isEmpty()
                && withdrawn.isEmpty()
                && doubts.isEmpty();
    }
}
