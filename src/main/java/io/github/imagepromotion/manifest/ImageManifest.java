package io.github.imagepromotion.manifest;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A manifest of an image for one platform, or of an artifact (image-spec 1.1, manifest.md). */
public final class ImageManifest implements Manifest {
    /** BuildKit, docs/attestations/attestation-storage.md. */
    private static final String ATTESTATION = "vnd.docker.reference.type";

    private static final String NO_PLATFORM = "unknown/unknown";

    /** Config of an artifact that needs none (image-spec 1.1, manifest.md, "Guidance for an Empty Descriptor"). */
    public static final Descriptor EMPTY =
            Descriptor.of(MediaType.of("application/vnd.oci.empty.v1+json"), emptyContent());

    private final Descriptor descriptor;
    /** {@code rootfs} is REQUIRED in the config of an image (image-spec 1.1, config.md, "Properties"). */
    private static final int SMALLEST_CONFIG = "{\"rootfs\":{}}".length();

    private final byte[] bytes;
    private final Descriptor config;
    private final List<Descriptor> layers;
    private final Optional<Descriptor> subject;
    private final Optional<String> artifactType;
    private final Map<String, String> annotations;

    ImageManifest(Descriptor descriptor, byte[] bytes, JsonObject json, String what) {
        this.descriptor = descriptor;
        this.bytes = bytes;
        this.config = Json.member(json, "config", what)
                .map(object -> DescriptorJson.read(object, what))
                .orElseThrow(() -> Json.malformed(what, "'config' is missing"));
        this.layers = Json.objects(json, "layers", what).stream()
                .map(object -> DescriptorJson.read(object, what))
                .toList();
        this.subject = Json.member(json, "subject", what).map(object -> DescriptorJson.read(object, what));
        this.artifactType = Json.string(json, "artifactType", what);
        this.annotations = Json.annotations(json, "annotations", what);
    }

    /**
     * Creates an OCI image manifest, with members in a fixed order.
     *
     * @param config config of the image
     * @param layers layers from the base up
     * @param annotations annotations in order
     * @return the manifest
     */
    public static ImageManifest of(Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
        JsonObject json = DescriptorJson.document(MediaType.OCI_MANIFEST);
        json.add("config", DescriptorJson.write(config));
        json.add("layers", DescriptorJson.write(layers));
        DescriptorJson.addAnnotations(json, annotations);
        byte[] bytes = Json.compact(json);
        Descriptor descriptor = Descriptor.of(MediaType.OCI_MANIFEST, bytes);
        return new ImageManifest(descriptor, bytes, json, "manifest " + descriptor.digest());
    }

    /**
     * Creates a manifest of an artifact (image-spec 1.1, manifest.md, "Guidelines for Artifact Usage"), with members in
     * a fixed order.
     *
     * @param artifactType artifact type, a media type
     * @param config {@link #EMPTY}, unless the artifact needs one
     * @param layers files of the artifact
     * @param subject subject, if it has one; only type, digest and size are used
     * @param annotations annotations in order
     * @return the manifest
     */
    public static ImageManifest artifact(
            String artifactType,
            Descriptor config,
            List<Descriptor> layers,
            Optional<Descriptor> subject,
            Map<String, String> annotations) {
        JsonObject json = DescriptorJson.document(MediaType.OCI_MANIFEST);
        json.addProperty("artifactType", artifactType);
        json.add("config", DescriptorJson.write(config));
        json.add("layers", DescriptorJson.write(layers));
        subject.ifPresent(known -> json.add("subject", DescriptorJson.write(known.plain())));
        DescriptorJson.addAnnotations(json, annotations);
        byte[] bytes = Json.compact(json);
        Descriptor descriptor = Descriptor.of(MediaType.OCI_MANIFEST, bytes);
        return new ImageManifest(descriptor, bytes, json, "manifest " + descriptor.digest());
    }

    /** {@return the content of {@link #EMPTY}} */
    public static byte[] emptyContent() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }

    /** {@return whether this is a buildx attestation of another image in the same index, by its descriptor there} */
    public boolean isAttestation() {
        return isAttestation(descriptor);
    }

    /**
     * @param child a child of an index
     * @return whether it is a buildx attestation of another child: it says so, and is for no platform, so that nobody runs
     *     it
     */
    public static boolean isAttestation(Descriptor child) {
        return child.annotations().containsKey(ATTESTATION)
                && child.platform()
                        .filter(platform -> platform.toString().equals(NO_PLATFORM))
                        .isPresent();
    }

    /**
     * Whether this is an image, and not an artifact, such as a chart, a policy or a model, or a buildx attestation or
     * an index of SOCI beside an image. Decided by what could run, as moby does ({@code IsPseudoImage}): artifacts may
     * have the media types of an image (image-spec 1.1, artifacts-guidance.md), and runtimes ignore {@code artifactType}.
     *
     * @return whether the config's media type is that of an image, or unspecific in a docker manifest; and the config is
     *     large enough for what it must have, since bundles of OPA have an empty one; and a layer, if there are any, is of a
     *     file system
     */
    public boolean isImage() {
        MediaType type = config.mediaType();
        boolean docker = descriptor.mediaType().equals(MediaType.DOCKER_MANIFEST);
        return !isAttestation()
                && (type.isImageConfig() || docker && type.isUnspecific())
                && config.size() >= SMALLEST_CONFIG
                && (layers.isEmpty()
                        || layers.stream().anyMatch(layer -> layer.mediaType().isImageLayer()));
    }

    /**
     * @param manifests manifests of one index, or a single one
     * @return the images among them; if there are none, the artifacts
     */
    public static List<ImageManifest> contents(List<ImageManifest> manifests) {
        List<ImageManifest> images =
                manifests.stream().filter(ImageManifest::isImage).toList();
        return images.isEmpty()
                ? manifests.stream()
                        .filter(manifest -> !manifest.isAttestation())
                        .toList()
                : images;
    }

    /** {@return the descriptor of the config} */
    public Descriptor config() {
        return config;
    }

    /** {@return the layers, from the base up} */
    public List<Descriptor> layers() {
        return layers;
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
        return List.of();
    }

    @Override
    public List<Descriptor> blobs() {
        List<Descriptor> blobs = new ArrayList<>();
        blobs.add(config);
        blobs.addAll(layers);
        return blobs;
    }
}
