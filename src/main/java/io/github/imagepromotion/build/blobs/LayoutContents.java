package io.github.imagepromotion.build.blobs;

import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The entries of a layout's {@code index.json}.
 *
 * @param manifests descriptors in their order
 * @param place the layout, for messages
 */
record LayoutContents(List<Descriptor> manifests, String place) {
    /** Image-spec 1.1, annotations.md. */
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    /** containerd and buildx store the full image name here, and only its tag in {@link #REF_NAME}. */
    private static final String FULL_NAME = "io.containerd.image.name";

    private static final int NAMES_IN_MESSAGE = 20;

    /**
     * @param ref a name or digest; may be empty if there is only one image
     * @param blobs serves the manifests
     * @return the selected image
     * @throws ImageException if it is missing, or there are several and none is selected
     */
    Descriptor image(Optional<String> ref, BlobSource blobs) throws IOException {
        List<Descriptor> images = ref.map(this::named).orElseGet(this::images);
        Map<Digest, Descriptor> distinct = new LinkedHashMap<>();
        images.forEach(image -> distinct.putIfAbsent(image.digest(), image));
        if (distinct.size() > 1) {
            distinct.keySet().removeAll(children(distinct.values(), blobs));
            distinct.keySet().removeAll(documents(distinct.values(), blobs));
        }
        if (distinct.size() == 1) {
            return distinct.values().iterator().next();
        }
        if (distinct.isEmpty()) {
            throw new ImageException(place + " holds no image"
                    + ref.map(name -> " " + Text.quote(name)).orElse("") + "; " + names());
        }
        throw new ImageException(place + " holds " + distinct.size() + " images"
                + ref.map(name -> " named " + Text.quote(name)).orElse("") + ", so one must be selected"
                + " (oci:dir:ref, oci-archive:file:ref); " + names());
    }

    /** Signatures, attestations and other documents about an image may be in the same list. */
    private List<Descriptor> images() {
        List<Descriptor> images = manifests.stream()
                .filter(entry -> entry.mediaType().isManifest()
                        && !entry.isOfArtifact()
                        && !DocumentTags.isForDocuments(entry.annotations().getOrDefault(REF_NAME, "")))
                .toList();
        return images.isEmpty() ? manifests : images;
    }

    /**
     * An entry that is also a child of another entry's index is not an image of its own; {@code oras backup} writes
     * such lists.
     */
    private static Set<Digest> children(Collection<Descriptor> entries, BlobSource blobs) throws IOException {
        Set<Digest> children = new HashSet<>();
        for (Descriptor entry : entries) {
            if (entry.mediaType().isIndex()) {
                read(entry, blobs).ifPresent(index -> index.manifests().forEach(child -> children.add(child.digest())));
            }
        }
        return children;
    }

    /** An artifact and a signature of it look alike in the list; what is about another entry is a document. */
    private static Set<Digest> documents(Collection<Descriptor> entries, BlobSource blobs) throws IOException {
        Set<Digest> all = entries.stream().map(Descriptor::digest).collect(Collectors.toSet());
        Set<Digest> documents = new HashSet<>();
        for (Descriptor entry : entries) {
            if (entry.mediaType().isManifest()
                    && read(entry, blobs)
                            .flatMap(Manifest::subject)
                            .filter(subject -> all.contains(subject.digest()))
                            .isPresent()) {
                documents.add(entry.digest());
            }
        }
        return documents;
    }

    private List<Descriptor> named(String ref) {
        return manifests.stream()
                .filter(entry -> entry.digest().toString().equals(ref)
                        || ref.equals(entry.annotations().get(REF_NAME))
                        || ref.equals(entry.annotations().get(FULL_NAME)))
                .toList();
    }

    /**
     * @param name name of an entry
     * @return the first entry of that name
     */
    Optional<Descriptor> entry(String name) {
        return manifests.stream()
                .filter(entry -> name.equals(entry.annotations().get(REF_NAME)))
                .findFirst();
    }

    /**
     * @param blobs serves the manifests
     * @return manifests by their subject, from the entries and from indexes under fallback tags; unreadable ones are
     *     skipped
     */
    Map<Digest, Set<Descriptor>> referrers(BlobSource blobs) throws IOException {
        List<Descriptor> entries = new ArrayList<>(manifests);
        entries.addAll(listedUnderFallbackTags(blobs));
        Map<Digest, Set<Descriptor>> referrers = new LinkedHashMap<>();
        Set<Digest> read = new HashSet<>();
        for (Descriptor entry : entries) {
            if (entry.mediaType().isManifest() && read.add(entry.digest())) {
                read(entry, blobs).flatMap(Manifest::subject).ifPresent(subject -> referrers
                        .computeIfAbsent(subject.digest(), key -> new LinkedHashSet<>())
                        .add(entry.plain()));
            }
        }
        return referrers;
    }

    private List<Descriptor> listedUnderFallbackTags(BlobSource blobs) throws IOException {
        List<Descriptor> listed = new ArrayList<>();
        for (Descriptor entry : manifests) {
            String name = entry.annotations().getOrDefault(REF_NAME, "");
            if (entry.mediaType().isIndex() && DocumentTags.isForDocuments(name)) {
                read(entry, blobs).ifPresent(index -> listed.addAll(index.manifests()));
            }
        }
        return listed;
    }

    private static Optional<Manifest> read(Descriptor entry, BlobSource blobs) throws IOException {
        try {
            return Optional.of(Manifest.parse(entry.plain(), blobs.read(entry, Manifest.LARGEST)));
        } catch (ImageException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private String names() {
        String names = manifests.stream()
                .flatMap(entry -> Stream.of(Objects.requireNonNullElse(
                        entry.annotations().get(REF_NAME), entry.digest().toString())))
                .distinct()
                .limit(NAMES_IN_MESSAGE)
                .map(Text::quote)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "it names none." : "it names " + names + ".";
    }
}
