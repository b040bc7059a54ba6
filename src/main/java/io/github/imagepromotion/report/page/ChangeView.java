package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.ledger.Sbom.DependencyChanges;
import io.github.imagepromotion.report.contents.ImageContents;
import io.github.imagepromotion.report.contents.ImageContents.Layer;
import io.github.imagepromotion.report.contents.ImageInspector;
import io.github.imagepromotion.report.page.Page.ChangePart;
import io.github.imagepromotion.report.page.Page.DependencyRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes from one build to the next: layers by digest, dependencies by SBOM. */
final class ChangeView {
    private static final int MOST = 60;

    private final ImageInspector look;
    private final HistoricBuild before;
    private final HistoricBuild build;

    ChangeView(ImageInspector look, HistoricBuild before, HistoricBuild build) {
        this.look = look;
        this.before = before;
        this.build = build;
    }

    ChangePart part() {
        List<Layer> layers = newLayers();
        Optional<DependencyChanges> dependencies = look.dependencyChanges(build.digest(), before.digest());
        return new ChangePart(
                "Changes since " + before.name() + ": " + title(layers, dependencies),
                "Dependency",
                "Dependencies",
                sentences(layers, dependencies),
                LayersView.rows(layers, layers),
                changed(dependencies),
                listed(dependencies.map(DependencyChanges::added)),
                listed(dependencies.map(DependencyChanges::removed)),
                dependencies.stream().anyMatch(ChangeView::isLong)
                        ? "Of each kind, the first " + MOST + " are shown."
                        : "");
    }

    private List<Layer> newLayers() {
        Optional<ImageContents> now = look.contents(build.digest());
        Optional<ImageContents> old = look.contents(before.digest());
        return now.isPresent() && old.isPresent() ? now.get().newSince(old.get()) : List.of();
    }

    private boolean layersAreKnown() {
        return look.contents(build.digest()).isPresent()
                && look.contents(before.digest()).isPresent();
    }

    private String title(List<Layer> layers, Optional<DependencyChanges> dependencies) {
        if (build.digest().equals(before.digest())) {
            return "none, it is the same image";
        }
        List<String> parts = new ArrayList<>();
        if (layersAreKnown()) {
            parts.add(DisplayFormat.count(layers.size(), "new layer", "new layers"));
        }
        dependencies
                .map(DependencyChanges::count)
                .map(count -> count == 0
                        ? "same dependencies"
                        : DisplayFormat.count(count, "dependency", "dependencies") + " changed")
                .ifPresent(parts::add);
        return parts.isEmpty() ? "unknown" : String.join(", ", parts);
    }

    private List<String> sentences(List<Layer> layers, Optional<DependencyChanges> dependencies) {
        List<String> sentences = new ArrayList<>();
        if (layersAreKnown()) {
            long bytes = layers.stream().mapToLong(Layer::size).sum();
            ImageContents now = look.contents(build.digest()).orElseThrow();
            sentences.add(DisplayFormat.count(layers.size(), "layer", "layers") + " of "
                    + now.layers().size() + " " + (layers.size() == 1 ? "is" : "are") + " new, "
                    + Size.shown(bytes) + " of " + Size.shown(now.size()) + ".");
        }
        build.commit()
                .filter(commit -> before.commit().filter(commit::equals).isEmpty())
                .flatMap(commit -> before.commit()
                        .map(old -> "The commit went from " + DisplayFormat.commit(old) + " to "
                                + DisplayFormat.commit(commit) + "."))
                .ifPresent(sentences::add);
        sentences.add(dependencies
                .map(ChangeView::sentence)
                .orElseGet(() -> "Dependencies are not compared: "
                        + (look.components(build.digest()).isEmpty() ? "this build" : "the build before")
                        + " has no SBOM that can be read (CycloneDX or SPDX, as JSON)."));
        return sentences;
    }

    private static String sentence(DependencyChanges changes) {
        return changes.count() == 0
                ? "By their SBOMs, both have the same dependencies."
                : "By their SBOMs, dependencies with another version: "
                        + changes.changed().size() + ", new: " + changes.added().size() + ", gone: "
                        + changes.removed().size() + ".";
    }

    private static boolean isLong(DependencyChanges changes) {
        return Math.max(
                        changes.changed().size(),
                        Math.max(changes.added().size(), changes.removed().size()))
                > MOST;
    }

    private static List<DependencyRow> changed(Optional<DependencyChanges> changes) {
        return changes.stream()
                .flatMap(each -> each.changed().entrySet().stream())
                .limit(MOST)
                .map(each -> new DependencyRow(
                        each.getKey(), each.getValue().before(), each.getValue().now()))
                .toList();
    }

    private static List<DependencyRow> listed(Optional<? extends Map<String, String>> versions) {
        return versions.stream()
                .flatMap(each -> each.entrySet().stream())
                .limit(MOST)
                .map(each -> new DependencyRow(each.getKey(), "", each.getValue()))
                .toList();
    }
}
