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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A document about an image or about another document: a manifest with {@code subject} (image-spec 1.1, manifest.md,
 * "Guidelines for Artifact Usage"), or a manifest under a tag of cosign.
 *
 * @param content its manifest, with everything that this references
 * @param blobs source of its manifests, configs and layers
 * @param tag the tag that it must have in a registry; empty if it is found by its subject
 */
public record Document(Image content, BlobSource blobs, Optional<Tag> tag) {
    /** @throws ImageException if it has no subject */
    public Document {
        if (subject(content, tag).isEmpty()) {
            throw new ImageException("Refused document " + content.top().digest() + ": it names no subject.");
        }
    }

    /**
     * Creates a document with one file. The same input gives the same bytes.
     *
     * @param artifactType artifact type, a media type
     * @param subject a manifest of the image, or of another document
     * @param type media type of the content
     * @param content the content, which must not change
     * @param annotations annotations of the manifest, in order
     * @return the document
     */
    public static Document of(
            MediaType artifactType,
            Descriptor subject,
            MediaType type,
            byte[] content,
            Map<String, String> annotations) {
        Descriptor layer = Descriptor.of(type, content);
        Manifest manifest = ImageManifest.artifact(
                artifactType.value(), ImageManifest.EMPTY, List.of(layer), Optional.of(subject), annotations);
        // The content may be the same as that of the empty config.
        return of(manifest, BlobSource.inMemory(List.of(manifest.bytes(), content, ImageManifest.emptyContent())));
    }

    /**
     * @param manifest a manifest with a subject
     * @param blobs source of what it references
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

    /** {@return its descriptor with artifact type and annotations, as in lists of referrers} */
    public Descriptor descriptor() {
        return manifest().referrer();
    }

    /** {@return its digest} */
    public Digest digest() {
        return content.top().digest();
    }

    /** {@return digest of its subject} */
    public Digest subject() {
        return subject(content, tag).orElseThrow();
    }

    /**
     * {@return its artifact type; the config's media type if the manifest has none (distribution-spec 1.1, "Listing
     * Referrers")}
     */
    public String artifactType() {
        return descriptor().artifactType().orElse(content.top().mediaType().value());
    }

    /** {@return whether its tag may already hold content of others that must be kept} */
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
