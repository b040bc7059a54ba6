package io.github.imagepromotion.archive;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates the small files of an archive. */
final class ArchiveFiles {
    private ArchiveFiles() {}

    /**
     * {@return all of them except the checksums, in order; the content is fully determined, so nothing else can be
     * hidden in it}
     */
    static Map<String, byte[]> all(
            Image image, Identity identity, Optional<ExternalLayers> externalLayers, List<Document> documents) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ArchiveLayout.OCI_LAYOUT, ociLayout());
        files.put(ArchiveLayout.INDEX, index(image, identity, externalLayers));
        files.put(
                ArchiveLayout.DOCKER_MANIFEST,
                Json.compact(externalLayers.isPresent() ? noDockerImage() : dockerManifest(image, identity)));
        if (!documents.isEmpty()) {
            files.put(ArchiveLayout.DOCUMENTS, DocumentList.write(documents));
        }
        return files;
    }

    /** {@return the checksums of files, in the format of sha256sum} */
    static byte[] checksums(Map<String, Digest> files) {
        StringBuilder checksums = new StringBuilder();
        files.forEach((name, digest) ->
                checksums.append(digest.hex()).append("  ").append(name).append('\n'));
        return checksums.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** image-spec 1.1, image-layout.md, "oci-layout file". */
    static byte[] ociLayout() {
        JsonObject json = new JsonObject();
        json.addProperty("imageLayoutVersion", "1.0.0");
        return Json.compact(json);
    }

    /** image-spec 1.1, image-layout.md, "index.json file". */
    private static byte[] index(Image image, Identity identity, Optional<ExternalLayers> externalLayers) {
        Map<String, String> annotations = new LinkedHashMap<>(identity.annotations());
        externalLayers.ifPresent(thin -> annotations.putAll(thin.annotations()));
        return index(List.of(image.top().withAnnotations(annotations)));
    }

    /** {@return an image index over these, in this order} */
    static byte[] index(List<Descriptor> entries) {
        JsonArray manifests = new JsonArray();
        entries.forEach(entry -> manifests.add(DescriptorJson.write(entry)));
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.addProperty("mediaType", MediaType.OCI_INDEX.value());
        json.add("manifests", manifests);
        return Json.compact(json);
    }

    /**
     * The file that {@code docker load} reads. It has a single entry: two images of the same name would replace each
     * other, and tools that support platforms read {@code index.json}.
     */
    static JsonArray dockerManifest(Image image, Identity identity) {
        JsonArray images = new JsonArray();
        dockerImage(image).ifPresent(manifest -> {
            JsonArray names = new JsonArray();
            names.add(identity.localName());
            JsonArray layers = new JsonArray();
            manifest.layers().forEach(layer -> layers.add(ArchiveLayout.blobName(layer.digest())));
            JsonObject json = new JsonObject();
            json.addProperty("Config", ArchiveLayout.blobName(manifest.config().digest()));
            json.add("RepoTags", names);
            json.add("Layers", layers);
            images.add(json);
        });
        return images;
    }

    /** An empty list: docker cannot load an archive that lacks layers. */
    private static JsonArray noDockerImage() {
        return new JsonArray();
    }

    private static Optional<ImageManifest> dockerImage(Image image) {
        Stream<Descriptor> inOrder = image.manifests().stream()
                .filter(ImageIndex.class::isInstance)
                .flatMap(index -> index.manifests().stream());
        Optional<Descriptor> preferred = inOrder.filter(child -> child.platform()
                        .filter(platform -> platform.satisfies(Platform.LINUX_AMD64))
                        .isPresent())
                .findFirst();
        return image.imageManifests().stream()
                .filter(ArchiveFiles::isRunnable)
                .filter(manifest -> preferred.isEmpty() || manifest.descriptor().sameContent(preferred.get()))
                .findFirst();
    }

    private static boolean isRunnable(Manifest manifest) {
        return manifest instanceof ImageManifest image && image.isImage();
    }
}
