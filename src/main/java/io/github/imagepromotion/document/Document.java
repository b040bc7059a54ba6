package io.github.imagepromotion.document;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said about an image, or about another document: a manifest with a {@code subject} (image-spec 1.1, manifest.md,
 * "Guidelines for Artifact Usage"), or one that stands under a tag of cosign's.
 *
 * @param content its manifest, and what that reaches
 * @param blobs serves its manifests, configs and layers
 * @param tag under which it has to stand in a registry; empty for one that is found by its subject
 */
public record Document(Image content, BlobSource blobs, Optional<Tag> tag) {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final MediaType EMPTY_TYPE = MediaType.of("application/vnd.oci.empty.v1+json");

    /** @throws ImageException if it is about nothing */
    public Document {
        if (subject(content, tag).isEmpty()) {
            throw new ImageException("Refused document " + content.top().digest() + ": it names no subject.");
        }
    }

    /**
     * Makes a document of one file. The same input gives the same bytes.
     *
     * @param artifactType what it is, a media type
     * @param subject what it is about: a manifest of the image, or of another document
     * @param type of the content
     * @param content all its bytes, not to be changed
     * @param annotations of the manifest, in their order
     * @return the document
     */
    public static Document of(
            MediaType artifactType,
            Descriptor subject,
            MediaType type,
            byte[] content,
            Map<String, String> annotations) {
        Descriptor config = Descriptor.of(EMPTY_TYPE, EMPTY);
        Descriptor layer = Descriptor.of(type, content);
        Manifest manifest = ImageManifest.artifact(artifactType.value(), config, List.of(layer), subject, annotations);
        // The content may be that of the empty config.
        return of(manifest, BlobSource.inMemory(List.of(manifest.bytes(), content, EMPTY)));
    }

    /**
     * @param manifest that has a subject
     * @param blobs serves what it needs
     * @return the document
     * @throws ImageException if it has no subject
     */
    public static Document of(Manifest manifest, BlobSource blobs) {
        return new Document(Image.of(manifest.descriptor().plain(), List.of(manifest)), blobs, Optional.empty());
    }

    /** {@return its manifest} */
    public Manifest manifest() {
        return content.manifests().get(content.manifests().size() - 1);
    }

    /** {@return its descriptor as lists of documents have it: with the type of artifact and the annotations} */
    public Descriptor descriptor() {
        return manifest().referrer();
    }

    /** {@return its digest} */
    public Digest digest() {
        return content.top().digest();
    }

    /** {@return digest of the manifest that it is about} */
    public Digest subject() {
        return subject(content, tag).orElseThrow();
    }

    /** {@return what it is, a media type; the config's where the manifest does not say} */
    public String artifactType() {
        return descriptor().artifactType().orElse(content.top().mediaType().value());
    }

    /** {@return whether others may have written under its tag what has to stay there} */
    public boolean sharesTag() {
        return tag.filter(DocumentTags::isShared).isPresent();
    }

    private static Optional<Digest> subject(Image content, Optional<Tag> tag) {
        Manifest manifest = content.manifests().get(content.manifests().size() - 1);
        return tag.isPresent()
                ? tag.flatMap(DocumentTags::subject)
                : manifest.subject().map(Descriptor::digest);
    }
}
