package io.github.imagepromotion.report.contents;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.report.contents.ImageContents.Layer;
import io.github.imagepromotion.report.contents.ImageContents.PlatformLayers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads manifests and configs, but no layers. */
final class ContentsReader {
    private static final int MOST_PLATFORMS = 16;
    private static final int MOST_MANIFESTS = 64;

    /** Image-spec 1.1, annotations.md: of an artifact's layer, its file. */
    private static final String TITLE = "org.opencontainers.image.title";

    private static final String WHAT = "image config";

    private final Repository repository;

    ContentsReader(Repository repository) {
        this.repository = repository;
    }

    /** {@return the contents of an image; empty if it does not exist} */
    Optional<ImageContents> read(Digest image) throws IOException {
        Optional<Manifest> top = repository.manifest(image);
        if (top.isEmpty()) {
            return Optional.empty();
        }
        if (top.get() instanceof ImageManifest single) {
            return Optional.of(new ImageContents(List.of(platform(single))));
        }
        List<ImageManifest> children = new ArrayList<>();
        for (Descriptor child : top.get().manifests()) {
            if (!ImageManifest.isAttestation(child)
                    && children.size() < MOST_MANIFESTS
                    && repository.manifest(child.digest()).orElse(null) instanceof ImageManifest manifest) {
                children.add(manifest);
            }
        }
        List<PlatformLayers> platforms = new ArrayList<>();
        for (ImageManifest manifest : ImageManifest.contents(children)) {
            if (platforms.size() < MOST_PLATFORMS) {
                platforms.add(platform(manifest));
            }
        }
        return Optional.of(new ImageContents(platforms));
    }

    private PlatformLayers platform(ImageManifest manifest) throws IOException {
        List<String> origins = manifest.layers().stream()
                .map(layer -> Text.printable(layer.annotations()
                        .getOrDefault(TITLE, layer.mediaType().value())))
                .toList();
        String name = "";
        if (manifest.isImage()) {
            ImageConfig config =
                    ImageConfig.parse(manifest.config(), repository.read(manifest.config(), ImageConfig.LARGEST));
            name = config.platform().toString();
            origins = origins(config.json());
        }
        boolean told = origins.size() == manifest.layers().size();
        List<Layer> layers = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            layers.add(new Layer(layer.digest(), layer.size(), told ? origins.get(layers.size()) : ""));
        }
        return new PlatformLayers(name, layers);
    }

    /** {@return what created each layer (image-spec 1.1, config.md, "history"), without entries that created none} */
    private static List<String> origins(JsonObject config) {
        try {
            return Json.objects(config, "history", WHAT).stream()
                    .filter(entry -> !entry.has("empty_layer")
                            || !entry.get("empty_layer").getAsBoolean())
                    .map(ContentsReader::origin)
                    .toList();
        } catch (ImageException | UnsupportedOperationException | IllegalStateException e) {
            return List.of();
        }
    }

    private static String origin(JsonObject entry) {
        return Json.string(entry, "comment", WHAT)
                .filter(comment -> !comment.isBlank() && !comment.startsWith("buildkit"))
                .or(() -> Json.string(entry, "created_by", WHAT))
                .map(Text::printable)
                .orElse("");
    }
}
