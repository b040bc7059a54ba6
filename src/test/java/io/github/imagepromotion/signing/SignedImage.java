package io.github.imagepromotion.signing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An image in a registry, and what is signed about it there, in the manifests that cosign writes. */
final class SignedImage {
    private static final MediaType EMPTY = MediaType.of("application/vnd.oci.empty.v1+json");

    private final Repository repository;
    private final Descriptor top;

    private SignedImage(Repository repository, Descriptor top) {
        this.repository = repository;
        this.top = top;
    }

    static SignedImage push(Registry registry, String name, TestImage image) throws IOException {
        Repository repository = registry.repository(RepositoryName.of(name));
        for (Descriptor blob : image.image().blobs()) {
            repository.push(blob, image.blobs(), List.of());
        }
        for (Manifest manifest : image.image().manifests()) {
            repository.put(manifest);
        }
        return new SignedImage(repository, image.image().top());
    }

    Digest digest() {
        return top.digest();
    }

    /** {@return registry and repository} */
    String repository() {
        return repository.displayName();
    }

    /** {@return the image's name, by digest} */
    String reference() {
        return repository() + "@" + digest();
    }

    /** Attaches a bundle as a referrer. */
    void attach(SignedDocument bundle) throws IOException {
        MemoryBlobs blobs = new MemoryBlobs();
        JsonObject json = manifest(blobs.add(EMPTY, new byte[] {'{', '}'}));
        json.addProperty("artifactType", bundle.mediaType().value());
        json.add("layers", layers(List.of(blobs.add(bundle.mediaType(), bundle.content()))));
        json.add("subject", DescriptorJson.write(top));
        DescriptorJson.addAnnotations(json, bundle.annotations());
        repository.put(pushed(json, blobs));
    }

    /** Puts signatures of the older form under their tag. */
    void tag(Tag tag, SignedDocument... documents) throws IOException {
        MemoryBlobs blobs = new MemoryBlobs();
        List<Descriptor> layers = new ArrayList<>();
        JsonArray diffIds = new JsonArray();
        for (SignedDocument document : documents) {
            Descriptor layer = blobs.add(document.mediaType(), document.content());
            layers.add(layer.withAnnotations(document.annotations()));
            diffIds.add(layer.digest().toString());
        }
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", diffIds);
        JsonObject config = new JsonObject();
        config.addProperty("architecture", "");
        config.addProperty("os", "");
        config.add("rootfs", rootfs);
        JsonObject json = manifest(blobs.add(MediaType.OCI_CONFIG, Json.compact(config)));
        json.add("layers", layers(layers));
        repository.tag(tag, pushed(json, blobs));
    }

    /** {@return every bundle that is attached} */
    List<SignedDocument> bundles() throws IOException {
        List<SignedDocument> found = new ArrayList<>();
        for (Descriptor referrer : repository.referrers(digest())) {
            ImageManifest manifest =
                    (ImageManifest) repository.manifest(referrer.digest()).orElseThrow();
            found.add(document(manifest.layers().get(0), manifest.annotations()));
        }
        return found;
    }

    /** {@return every document of the older form under a tag} */
    List<SignedDocument> tagged(Tag tag) throws IOException {
        List<SignedDocument> found = new ArrayList<>();
        for (Descriptor layer : ((ImageManifest) repository.manifest(tag).orElseThrow()).layers()) {
            found.add(document(layer, layer.annotations()));
        }
        return found;
    }

    private SignedDocument document(Descriptor layer, Map<String, String> annotations) throws IOException {
        return new SignedDocument(layer.mediaType(), repository.read(layer, SignedDocument.LARGEST), annotations);
    }

    private static JsonObject manifest(Descriptor config) {
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.addProperty("mediaType", MediaType.OCI_MANIFEST.value());
        json.add("config", DescriptorJson.write(config));
        return json;
    }

    private static JsonArray layers(List<Descriptor> layers) {
        JsonArray array = new JsonArray();
        layers.forEach(layer -> array.add(DescriptorJson.write(layer)));
        return array;
    }

    private Manifest pushed(JsonObject json, MemoryBlobs blobs) throws IOException {
        byte[] bytes = Json.compact(json);
        Manifest manifest = Manifest.parse(Descriptor.of(MediaType.OCI_MANIFEST, bytes), bytes);
        for (Descriptor blob : manifest.blobs()) {
            repository.push(blob, blobs, List.of());
        }
        return manifest;
    }
}
