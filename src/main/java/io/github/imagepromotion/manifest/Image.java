package io.github.imagepromotion.manifest;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An immutable view of an image: the top descriptor, all manifests reachable from it, and descriptors of their blobs. A
 * {@link BlobSource} provides the bytes of blobs.
 */
public final class Image {
    private static final int DEEPEST = 8;
    private static final int MOST_MANIFESTS = 2_000;
    /** Maximum total size of all manifests, which are held in memory; each may have {@link Manifest#LARGEST}. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final Descriptor top;
    private final List<Manifest> manifests;
    private final List<Descriptor> blobs;

    private Image(Descriptor top, List<Manifest> manifests, List<Descriptor> blobs) {
        this.top = top;
        this.manifests = List.copyOf(manifests);
        this.blobs = List.copyOf(blobs);
    }

    /**
     * Reads an image, following indexes; each manifest is verified against its descriptor.
     *
     * @param top descriptor of an image manifest or an index
     * @param source source of the manifests
     * @return the image
     * @throws ImageException if a manifest is missing, malformed or does not match its descriptor, or if there are too
     *     many
     * @throws IOException if the source cannot be read
     */
    public static Image read(Descriptor top, BlobSource source) throws IOException {
        Map<Digest, Manifest> manifests = new LinkedHashMap<>();
        collect(top, source, manifests, 0);
        return of(top, new ArrayList<>(manifests.values()));
    }

    /**
     * @param top top descriptor
     * @param manifests all reachable manifests, each after those that it references; the top manifest is last
     * @return the image
     * @throws DamagedContentException if they are inconsistent
     */
    public static Image of(Descriptor top, List<Manifest> manifests) {
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            for (Descriptor blob : manifest.blobs()) {
                Descriptor known = blobs.putIfAbsent(blob.digest(), blob);
                if (known != null && !known.sameContent(blob)) {
                    throw new DamagedContentException("Malformed image " + top.digest() + ": the size of "
                            + blob.digest() + " is said to be " + known.size() + " and " + blob.size() + " bytes.");
                }
            }
        }
        return new Image(top, subjectsFirst(manifests), new ArrayList<>(blobs.values()));
    }

    /** Subjects first: registries may refuse a manifest whose subject does not exist. */
    private static List<Manifest> subjectsFirst(List<Manifest> manifests) {
        Map<Digest, Manifest> all = new LinkedHashMap<>();
        manifests.forEach(manifest -> all.put(manifest.descriptor().digest(), manifest));
        Map<Digest, Manifest> ordered = new LinkedHashMap<>();
        manifests.forEach(manifest -> place(manifest, all, ordered));
        return new ArrayList<>(ordered.values());
    }

    private static void place(Manifest manifest, Map<Digest, Manifest> all, Map<Digest, Manifest> ordered) {
        Digest digest = manifest.descriptor().digest();
        if (!ordered.containsKey(digest)) {
            // References by digest cannot be circular.
            Stream.concat(manifest.manifests().stream(), manifest.subject().stream())
                    .flatMap(needed -> Stream.ofNullable(all.get(needed.digest())))
                    .forEach(needed -> place(needed, all, ordered));
            ordered.put(digest, manifest);
        }
    }

    private static void collect(Descriptor descriptor, BlobSource source, Map<Digest, Manifest> manifests, int depth)
            throws IOException {
        if (manifests.containsKey(descriptor.digest())) {
            return;
        }
        if (depth > DEEPEST || manifests.size() >= MOST_MANIFESTS) {
            throw new ImageException("Refused image: its indexes nest deeper than " + DEEPEST + " or name more than "
                    + MOST_MANIFESTS + " manifests.");
        }
        long bytes = manifests.values().stream()
                .mapToLong(manifest -> manifest.descriptor().size())
                .sum();
        if (bytes + descriptor.size() > MOST_BYTES) {
            throw new ImageException("Refused image: its manifests have more than " + MOST_BYTES + " bytes together.");
        }
        Manifest manifest = Manifest.parse(descriptor, source.read(descriptor, Manifest.LARGEST));
        for (Descriptor child : manifest.manifests()) {
            collect(child, source, manifests, depth + 1);
        }
        manifests.put(descriptor.digest(), manifest);
    }

    /** {@return the descriptor of the image manifest, or of the index if there are several platforms} */
    public Descriptor top() {
        return top;
    }

    /**
     * {@return all manifests without duplicates, each after those that it references and its subject; the top manifest
     * is last}
     */
    public List<Manifest> manifests() {
        return manifests;
    }

    /** {@return configs and layers, without duplicates} */
    public List<Descriptor> blobs() {
        return blobs;
    }

    /** {@return image manifests, without indexes} */
    public List<ImageManifest> imageManifests() {
        return manifests.stream()
                .filter(ImageManifest.class::isInstance)
                .map(ImageManifest.class::cast)
                .toList();
    }

    /**
     * {@return the type of artifact that this is, a media type, such as a Helm chart's; empty if this is an image, for one
     * platform at least (image-spec 1.1, manifest.md, "Guidelines for Artifact Usage")}
     */
    public Optional<String> artifactType() {
        List<ImageManifest> all = imageManifests();
        if (all.stream().anyMatch(ImageManifest::isImage)) {
            return Optional.empty();
        }
        return topManifest().artifactType().or(() -> all.stream().findFirst().map(manifest -> manifest.artifactType()
                .orElse(manifest.config().mediaType().value())));
    }

    /**
     * {@return the top descriptor, with {@link #artifactType} if this is no image (image-spec 1.1, descriptor.md,
     * "artifactType")}
     */
    public Descriptor typed() {
        return new Descriptor(
                top.mediaType(), top.digest(), top.size(), Optional.empty(), artifactType(), Map.of(), List.of());
    }

    /** {@return the manifest of the top descriptor} */
    public Manifest topManifest() {
        return manifests.get(manifests.size() - 1);
    }

    /** {@return digests of all manifests, configs and layers} */
    public Set<Digest> digests() {
        return Stream.concat(manifests.stream().map(Manifest::descriptor), blobs.stream())
                .map(Descriptor::digest)
                .collect(Collectors.toSet());
    }

    /** {@return total size of all blobs, in bytes} */
    public long blobBytes() {
        return blobs.stream().mapToLong(Descriptor::size).sum();
    }
}
