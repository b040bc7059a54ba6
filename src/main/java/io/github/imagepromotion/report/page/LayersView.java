package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.report.contents.ImageContents;
import io.github.imagepromotion.report.contents.ImageContents.Layer;
import io.github.imagepromotion.report.page.Page.LayerRow;
import io.github.imagepromotion.report.page.Page.LayersPart;
import io.github.imagepromotion.report.page.Page.PlatformPart;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Layers, the largest first. */
final class LayersView {
    private LayersView() {}

    static LayersPart of(ImageContents contents, List<Layer> newLayers) {
        String title =
                DisplayFormat.count(contents.layers().size(), "layer", "layers") + ", " + Size.shown(contents.size());
        List<PlatformPart> platforms = contents.platforms().stream()
                .map(platform -> new PlatformPart(
                        "Layers by size" + (platform.name().isEmpty() ? "" : ", " + platform.name()),
                        rows(platform.layers(), newLayers)))
                .toList();
        String platformCount =
                platforms.size() > 1 ? " for " + DisplayFormat.count(platforms.size(), "platform", "platforms") : "";
        return new LayersPart(title + platformCount, platforms);
    }

    static List<LayerRow> rows(List<Layer> layers, List<Layer> newLayers) {
        Set<Digest> isNew = newLayers.stream().map(Layer::digest).collect(Collectors.toSet());
        long largest = layers.stream().mapToLong(Layer::size).max().orElse(1);
        return layers.stream()
                .sorted(Comparator.comparingLong(Layer::size).reversed())
                .map(layer -> new LayerRow(
                        layer.digest().abbreviated(),
                        Size.shown(layer.size()),
                        String.format(Locale.ROOT, "%.1f%%", 100.0 * layer.size() / Math.max(1, largest)),
                        layer.origin(),
                        isNew.contains(layer.digest())))
                .toList();
    }
}
