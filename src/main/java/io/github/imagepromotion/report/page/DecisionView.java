package io.github.imagepromotion.report.page;

import io.github.imagepromotion.report.history.BuildHistory.DecidedFor;
import io.github.imagepromotion.report.page.Page.Mark;
import io.github.imagepromotion.report.page.Page.VerdictRow;
import io.github.imagepromotion.status.BuildDecisions;
import io.github.imagepromotion.status.Vote;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people decided about a build. */
final class DecisionView {
    private static final int MOST = 5;

    private DecisionView() {}

    /** A rejection, else how many approvals there are; nothing where nobody decided anything. */
    static Optional<VerdictRow> of(DecidedFor decided) {
        BuildDecisions decisions = decided.decisions();
        return decisions
                .rejection()
                .map(clause -> new VerdictRow(decided.environment(), new Mark("rejected", "bad"), clause))
                .or(() ->
                        approvals(decisions).map(text -> new VerdictRow(decided.environment(), mark(decisions), text)));
    }

    private static Mark mark(BuildDecisions decisions) {
        return decisions.approvals().size() < decisions.required()
                ? new Mark("not approved yet", "weak")
                : new Mark("approved", "good");
    }

    private static Optional<String> approvals(BuildDecisions decisions) {
        int given = decisions.approvals().size();
        if (given == 0) {
            return Optional.empty();
        }
        String who = decisions.approvals().stream()
                .limit(MOST)
                .flatMap(vote -> Optional.of(vote).flatMap(Vote::by).stream())
                .collect(Collectors.joining(", "));
        String count = decisions.required() == 0
                ? DisplayFormat.count(given, "approval", "approvals") + ", none is needed"
                : given + " of " + DisplayFormat.count(decisions.required(), "approval", "approvals");
        return Optional.of(count + (who.isEmpty() ? "" : ", by " + who));
    }
}
