package io.github.imagepromotion.report.page;

import io.github.imagepromotion.report.contents.ImageContents;
import io.github.imagepromotion.report.contents.ImageContents.Layer;
import io.github.imagepromotion.report.contents.ImageInspector;
import io.github.imagepromotion.report.page.BuildHistory.DecidedFor;
import io.github.imagepromotion.report.page.HistoricBuild.Presence;
import io.github.imagepromotion.report.page.Page.BuildPart;
import io.github.imagepromotion.report.page.Page.ChangePart;
import io.github.imagepromotion.report.page.Page.LayersPart;
import io.github.imagepromotion.report.page.Page.LockPart;
import io.github.imagepromotion.report.page.Page.Mark;
import io.github.imagepromotion.report.page.Page.PlaceRow;
import io.github.imagepromotion.report.page.Page.VerdictRow;
import io.github.imagepromotion.status.BuildDecisions;
import io.github.imagepromotion.status.Promotion;
import io.github.imagepromotion.status.Vote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A build: where it is, what changed, its layers, documents and checks. */
final class BuildView {
    private final ImageInspector look;
    private final BuildHistory history;
    private final Anchors anchors;

    BuildView(ImageInspector look, BuildHistory history, Anchors anchors) {
        this.look = look;
        this.history = history;
        this.anchors = anchors;
    }

    BuildPart part(HistoricBuild build) {
        return new BuildPart(
                anchors.of(build),
                build.name(),
                MatrixView.version(build.name(), build.version()).orElse(""),
                build.commit().map(DisplayFormat::commit).orElse(""),
                build.digest().toString(),
                build.presences().stream()
                        .map(presence -> place(presence, build))
                        .toList(),
                history.decisions(build).stream()
                        .flatMap(decided -> DecisionView.of(decided).stream())
                        .toList(),
                changes(build),
                look.lock(build.digest()).map(LockView::part).orElse(LockPart.NONE),
                layers(build),
                new DocumentsView(look, build).part(),
                new ChecksView(look, build, history).part());
    }

    private static PlaceRow place(Presence presence, HistoricBuild build) {
        Optional<Promotion> promotion = presence.build().promotion();
        return new PlaceRow(
                presence.holding().environment(),
                hasSeveralRegistries(presence.holding().environment(), build)
                        ? presence.holding().registry()
                        : "",
                promotion.map(Promotion::at).map(DisplayFormat::minute).orElse(""),
                promotion.map(Promotion::at).map(Object::toString).orElse(""),
                promotion.map(DisplayFormat::by).orElse(""),
                presence.current(),
                promotion.flatMap(Promotion::rolledBack).orElse(""),
                presence.rolledBackBy().map(BuildView::left).orElse(""));
    }

    private static String left(Promotion rollback) {
        String by = DisplayFormat.by(rollback);
        return "until " + DisplayFormat.minute(rollback.at()) + ", "
                + rollback.rolledBack().orElse("") + " (to build " + rollback.buildId()
                + (by.isEmpty() ? "" : ", by " + by) + ")";
    }

    private static boolean hasSeveralRegistries(String environment, HistoricBuild build) {
        return build.presences().stream()
                        .filter(presence -> presence.holding().environment().equals(environment))
                        .count()
                > 1;
    }

    private ChangePart changes(HistoricBuild build) {
        return history.before(build)
                .map(before -> look.lock(build.digest())
                        .flatMap(
                                now -> look.lock(before.digest()).map(old -> LockView.changes(before.name(), old, now)))
                        .orElseGet(() -> new ChangeView(look, before, build).part()))
                .orElseGet(() -> new ChangePart(
                        "The first " + noun(build) + " that was looked at",
                        "",
                        "",
                        List.of("There is no " + noun(build) + " before it here to compare it with."),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        ""));
    }

    private String noun(HistoricBuild build) {
        return look.lock(build.digest()).isPresent() ? "release" : "build";
    }

    private LayersPart layers(HistoricBuild build) {
        Optional<ImageContents> contents = look.contents(build.digest());
        List<Layer> added = history.before(build)
                .flatMap(before -> look.contents(before.digest()))
                .flatMap(before -> contents.map(now -> now.newSince(before)))
                .orElse(List.of());
        return contents.map(known -> LayersView.of(known, added))
                .orElseGet(() -> new LayersPart("Layers unknown: the manifest could not be read", List.of()));
    }

    /** Approvals and rejections of a build. */
    static final class DecisionView {
        private static final int MOST = 5;

        private DecisionView() {}

        /** {@return the rejection, otherwise the number of approvals; empty if there are no decisions} */
        static Optional<VerdictRow> of(DecidedFor decided) {
            BuildDecisions decisions = decided.decisions();
            return decisions
                    .rejection()
                    .map(clause -> new VerdictRow(decided.environment(), new Mark("rejected", "bad"), clause))
                    .or(() -> approvals(decisions)
                            .map(text -> new VerdictRow(decided.environment(), mark(decisions), text)));
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
}
