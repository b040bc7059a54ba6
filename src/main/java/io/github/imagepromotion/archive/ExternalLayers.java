package io.github.imagepromotion.archive;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.json.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The layers that a thin archive leaves out, and where they are. Stored in annotations of the top descriptor in {@code
 * index.json}, beside the {@link Identity}.
 *
 * @param base base image with these layers, by digest
 * @param layers layers left out, at least one
 */
public record ExternalLayers(ImageReference base, Set<Digest> layers) {
    private static final String BASE = "io.github.imagepromotion.thin.base";
    private static final String LAYERS = "io.github.imagepromotion.thin.layers";

    /** @throws IllegalArgumentException if no layer is left out, or the base has no digest */
    public ExternalLayers {
        layers = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(layers));
        if (layers.isEmpty() || base.digest().isEmpty()) {
            throw new IllegalArgumentException("a thin archive lacks layers of a base that is named by digest");
        }
    }

    Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(BASE, base.toString());
        annotations.put(LAYERS, layers.stream().map(Digest::toString).collect(Collectors.joining(",")));
        return annotations;
    }

    static Optional<ExternalLayers> read(Descriptor top, String what) {
        String base = top.annotations().get(BASE);
        if (base == null) {
            return Optional.empty();
        }
        try {
            Set<Digest> layers = new LinkedHashSet<>();
            for (String digest : top.annotations().getOrDefault(LAYERS, "").split(",")) {
                layers.add(Digest.of(digest));
            }
            return Optional.of(new ExternalLayers(ImageReference.of(base), layers));
        } catch (IllegalArgumentException e) {
            throw Json.malformed(what, String.valueOf(e.getMessage()));
        }
    }
}
