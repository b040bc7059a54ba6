package io.github.imagepromotion.report.page;

import io.github.imagepromotion.report.contents.ImageContents;
import io.github.imagepromotion.report.contents.ImageContents.Layer;
import io.github.imagepromotion.report.contents.ImageInspector;
import io.github.imagepromotion.report.history.BuildHistory;
import io.github.imagepromotion.report.history.HistoricBuild;
import io.github.imagepromotion.report.history.Presence;
import io.github.imagepromotion.report.page.Page.BuildPart;
import io.github.imagepromotion.report.page.Page.ChangePart;
import io.github.imagepromotion.report.page.Page.LayersPart;
import io.github.imagepromotion.report.page.Page.PlaceRow;
import io.github.imagepromotion.status.Promotion;
import java.util.List;
import java.util.Optional;

/** A build: where it is, what changed, what it consists of, what is said about it and what that proves. */
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
                build.version().orElse(""),
                build.commit().map(DisplayFormat::commit).orElse(""),
                build.digest().toString(),
                build.presences().stream()
                        .map(presence -> place(presence, build))
                        .toList(),
                history.decisions(build).stream()
                        .flatMap(decided -> DecisionView.of(decided).stream())
                        .toList(),
                changes(build),
                layers(build),
                new PapersView(look, build).part(),
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
                .map(before -> new ChangeView(look, before, build).part())
                .orElseGet(() -> new ChangePart(
                        "The first build that was looked at",
                        List.of("There is no build before it here to compare it with."),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        ""));
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
}
