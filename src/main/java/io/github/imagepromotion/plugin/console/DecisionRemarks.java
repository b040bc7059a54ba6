package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.plugin.console.Styled.Style;
import io.github.imagepromotion.status.BuildDecisions;
import io.github.imagepromotion.status.BuildDecisions.Position;
import io.github.imagepromotion.status.BuildDecisions.Withdrawal;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Promotion;
import io.github.imagepromotion.status.Vote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lines about decisions on builds. */
final class DecisionRemarks {
    private static final int MOST = 5;
    private static final int SHORT_KEY = 12;

    private final String environment;
    private final List<Remark> remarks = new ArrayList<>();

    private DecisionRemarks(String environment) {
        this.environment = environment;
    }

    /**
     * {@return remarks about current builds and those that may be promoted next, and about each rejected build once}
     */
    static List<Remark> ofNow(List<Holding> holdings) {
        List<Remark> all = new ArrayList<>();
        Set<String> environments = new HashSet<>();
        Set<String> rejected = new HashSet<>();
        for (Holding holding : holdings) {
            DecisionRemarks here = new DecisionRemarks(holding.environment());
            List<BuildDecisions> past = new ArrayList<>();
            for (BuildDecisions build : holding.decisions()) {
                boolean untold = build.rejections().isEmpty() || rejected.add(build.name());
                if (build.position() == Position.OTHER) {
                    past.addAll(untold && build.rejection().isPresent() ? List.of(build) : List.of());
                } else {
                    here.tell(build, untold);
                }
            }
            past.stream().limit(MOST).forEach(build -> here.tell(build, true));
            if (past.size() > MOST) {
                here.note((past.size() - MOST) + " more builds were rejected (-Dimage.history)");
            }
            // All registries of an environment have the same decisions.
            if (environments.add(holding.environment())) {
                all.addAll(here.remarks);
            }
        }
        return all;
    }

    /** {@return remarks about all builds of an environment, and about overridden gates} */
    static List<Remark> ofAllTime(Holding holding) {
        DecisionRemarks here = new DecisionRemarks(holding.environment());
        holding.promotions().forEach(here::overridden);
        holding.decisions().forEach(build -> here.tell(build, true));
        return here.remarks;
    }

    private void overridden(Promotion promotion) {
        promotion
                .overridden()
                .forEach(answer -> add(
                        "build '" + promotion.buildId() + "' came at " + promotion.at() + " although the gate '"
                                + answer.gate() + "' did not hold: " + Remedies.tell(answer.reason()),
                        true,
                        Style.WARNING));
    }

    private void tell(BuildDecisions build, boolean withRejection) {
        // A flag reports the rejection of the current build.
        if (withRejection && build.position() != Position.CURRENT) {
            build.rejection().ifPresent(clause -> add(clause, true, Style.PROBLEM));
        }
        approvals(build);
        build.withdrawn().stream().limit(MOST).forEach(withdrawal -> withdrawn(build, withdrawal));
        build.doubts().stream()
                .limit(MOST)
                .forEach(doubt -> add(
                        "whether build '" + build.name() + "' was rejected is not known: " + doubt,
                        true,
                        Style.PROBLEM));
    }

    private void approvals(BuildDecisions build) {
        int given = build.approvals().size();
        if (build.required() == 0 && given == 0) {
            return;
        }
        String who = build.approvals().stream()
                .limit(MOST)
                .map(DecisionRemarks::said)
                .collect(Collectors.joining(", "));
        String text = "build '" + build.name() + "' has " + given
                + (build.required() == 0
                        ? (given == 1 ? " approval" : " approvals") + ", and needs none"
                        : " of " + build.required() + " approvals")
                + (who.isEmpty() ? "" : ": " + who)
                + build.worth()
                + build.worthless().stream()
                        .limit(MOST)
                        .map(clause -> "; " + clause)
                        .collect(Collectors.joining());
        boolean next = build.position() == Position.NEXT && build.required() > 0;
        add(text, false, next ? given < build.required() ? Style.WARNING : Style.GOOD : Style.PLAIN);
    }

    private static String said(Vote vote) {
        String keys = vote.keys().stream()
                .map(key -> " with key " + key.hex().substring(0, SHORT_KEY))
                .collect(Collectors.joining());
        return (vote.by().map(by -> "'" + by + "'").orElse("") + keys).trim();
    }

    private void withdrawn(BuildDecisions build, Withdrawal withdrawal) {
        String what = withdrawal.rejection() ? "the rejection" : "the approval";
        note(what + " of build '" + build.name() + "'"
                + withdrawal.vote().by().map(by -> " by '" + by + "'").orElse("") + " was withdrawn"
                + withdrawal.by().said() + build.worth());
    }

    private void note(String text) {
        add(text, false, Style.PLAIN);
    }

    private void add(String text, boolean loud, Style style) {
        remarks.add(new Remark(environment, text, loud, style));
    }

    /**
     * A remark about an environment that does not fit into a table.
     *
     * @param environment id of the environment
     * @param text a clause
     * @param loud whether it is marked as a problem
     * @param style style if output is coloured
     */
    record Remark(String environment, String text, boolean loud, Style style) {
        private static final int INDENT = 6;

        List<StyledLine> lines(int columns) {
            String mark = loud ? "  ! " : "  - ";
            return StyledLine.folded(mark, new Styled(environment + ": " + text, style), INDENT, columns);
        }
    }
}
