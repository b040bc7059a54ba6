package io.github.imagepromotion.manifest;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An index over the manifests of several platforms (image-spec 1.1, image-index.md). */
public final class ImageIndex implements Manifest {
    private final Descriptor descriptor;
    private final byte[] bytes;
    private final List<Descriptor> manifests;
    private final Optional<Descriptor> subject;
    private final Optional<String> artifactType;
    private final Map<String, String> annotations;

    ImageIndex(Descriptor descriptor, byte[] bytes, JsonObject json, String what) {
        this.descriptor = descriptor;
        this.bytes = bytes;
        this.manifests = Json.objects(json, "manifests", what).stream()
                .map(object -> DescriptorJson.read(object, what))
                .toList();
        this.subject = Json.member(json, "subject", what).map(object -> DescriptorJson.read(object, what));
        this.artifactType = Json.string(json, "artifactType", what);
        this.annotations = Json.annotations(json, "annotations", what);
    }

    /**
     * Creates an OCI image index, with members in a fixed order.
     *
     * @param manifests descriptors with platforms
     * @param annotations annotations in order
     * @return the index
     */
    public static ImageIndex of(List<Descriptor> manifests, Map<String, String> annotations) {
        JsonObject json = DescriptorJson.document(MediaType.OCI_INDEX);
        json.add("manifests", DescriptorJson.write(manifests));
        DescriptorJson.addAnnotations(json, annotations);
        byte[] bytes = Json.compact(json);
        Descriptor descriptor = Descriptor.of(MediaType.OCI_INDEX, bytes);
        return new ImageIndex(descriptor, bytes, json, "index " + descriptor.digest());
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public Optional<Descriptor> subject() {
        return subject;
    }

    @Override
    public Optional<String> artifactType() {
        return artifactType;
    }

    @Override
    public Map<String, String> annotations() {
        return annotations;
    }

    @Override
    public List<Descriptor> manifests() {
        return manifests;
    }

    @Override
    public List<Descriptor> blobs() {
        return List.of();
    }
}
