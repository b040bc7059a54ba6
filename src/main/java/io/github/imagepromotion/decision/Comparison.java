package io.github.imagepromotion.decision;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Target;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The differences between an image and the current one of an environment.
 *
 * @param tag the moving tag of the current image; empty if the environment has none
 * @param before the image that it points to; empty if it does not exist
 * @param added new layers
 * @param removed removed layers
 * @param kept unchanged layers
 * @param materials dependencies in this image's provenance
 * @param materialsBefore dependencies in the current image's provenance
 */
public record Comparison(
        Optional<Tag> tag,
        Optional<Digest> before,
        List<Descriptor> added,
        List<Descriptor> removed,
        List<Descriptor> kept,
        ResolvedDependencies materials,
        ResolvedDependencies materialsBefore) {

    /** Copies the lists. */
    public Comparison {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }

    /**
     * @param target an image in a registry of an environment
     * @param parallelism how many documents are read at once
     * @return what differs from what the environment's first moving tag names there
     */
    public static Comparison of(Target target, int parallelism) throws IOException {
        return of(target.candidate(), target.environment().movingTags(), target.repository(), parallelism);
    }

    /** Of several registries the first is compared, since all have the same image. */
    static Comparison of(Candidate candidate, List<Tag> movingTags, Repository repository, int parallelism)
            throws IOException {
        Optional<Tag> tag = movingTags.stream().findFirst();
        Optional<Manifest> there = tag.isPresent() ? repository.manifest(tag.get()) : Optional.empty();
        Map<Digest, Descriptor> old = new LinkedHashMap<>();
        ResolvedDependencies materialsBefore = ResolvedDependencies.NONE;
        if (there.isPresent()) {
            old.putAll(layers(manifests(there.get(), repository)));
            materialsBefore = ResolvedDependencies.of(
                    Attached.to(there.get().descriptor().digest(), repository, parallelism)
                            .documents(),
                    there.get().descriptor().digest());
        }
        Map<Digest, Descriptor> own = layers(candidate.archive().image().imageManifests());
        return new Comparison(
                tag,
                there.map(manifest -> manifest.descriptor().digest()),
                without(own, old),
                without(old, own),
                own.values().stream()
                        .filter(layer -> old.containsKey(layer.digest()))
                        .toList(),
                ResolvedDependencies.of(candidate.archive().documents(), candidate.digest()),
                materialsBefore);
    }

    private static List<ImageManifest> manifests(Manifest top, Repository repository) throws IOException {
        if (top instanceof ImageManifest single) {
            return List.of(single);
        }
        List<ImageManifest> manifests = new ArrayList<>();
        for (Descriptor child : top.manifests()) {
            if (!ImageManifest.isAttestation(child)
                    && repository.manifest(child.digest()).orElse(null) instanceof ImageManifest image) {
                manifests.add(image);
            }
        }
        return manifests;
    }

    private static Map<Digest, Descriptor> layers(List<ImageManifest> manifests) {
        Map<Digest, Descriptor> layers = new LinkedHashMap<>();
        ImageManifest.contents(manifests)
                .forEach(manifest -> manifest.layers().forEach(layer -> layers.putIfAbsent(layer.digest(), layer)));
        return layers;
    }

    private static List<Descriptor> without(Map<Digest, Descriptor> some, Map<Digest, Descriptor> others) {
        return some.values().stream()
                .filter(layer -> !others.containsKey(layer.digest()))
                .toList();
    }
}
