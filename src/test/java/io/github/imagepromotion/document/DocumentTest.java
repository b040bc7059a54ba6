package io.github.imagepromotion.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentTest {
    private static final MediaType TYPE = MediaType.of("application/vnd.example.note");

    private final TestImage image = TestImages.single(1, 100);

    /** Image-spec 1.1, manifest.md, "Guidelines for Artifact Usage". */
    @Test
    void ofWhenWrittenIsAnArtifactOfTheSpecification() throws IOException {
        Descriptor subject =
                image.image().top().withPlatform(Platform.LINUX_AMD64).withAnnotations(Map.of("a", "b"));

        Document document = note(subject, "hello");

        assertThat(new String(document.manifest().bytes(), UTF_8))
                .isEqualTo("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                        + "\"artifactType\":\"application/vnd.example.note\","
                        + "\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":"
                        + "\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2},"
                        + "\"layers\":[{\"mediaType\":\"text/plain\",\"digest\":"
                        + "\"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\",\"size\":5}],"
                        + "\"subject\":{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
                        + subject.digest() + "\",\"size\":" + subject.size() + "},"
                        + "\"annotations\":{\"note\":\"hello\"}}");
        assertThat(document.subject()).isEqualTo(subject.digest());
        assertThat(document.artifactType()).isEqualTo(TYPE.value());
        for (Descriptor blob : document.content().blobs()) {
            assertThat(document.blobs().read(blob, 10)).hasSize((int) blob.size());
        }
    }

    @Test
    void ofWhenItHasNoSubjectIsRefused() {
        assertThatThrownBy(() -> Document.of(image.top(), image.blobs()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("names no subject");
        assertThatThrownBy(() -> new Document(image.image(), image.blobs(), Optional.of(Tag.of("latest"))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("names no subject");
    }

    @Test
    void orderWhenOneIsAboutAnotherPutsThatFirst() {
        Document sbom = note(image.image().top(), "sbom");
        Document signature = note(sbom.content().top(), "signature");

        assertThat(DocumentOrder.of(image.image(), List.of(signature, sbom))).containsExactly(sbom, signature);
        assertThatThrownBy(() -> DocumentOrder.of(image.image(), List.of(signature)))
                .isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> DocumentOrder.of(image.image(), List.of(sbom, sbom)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("twice");
    }

    /** Only a tag can close a circle: a digest cannot be in what it is the digest of. */
    @Test
    void orderWhenTagsLeadInCirclesRefuses() {
        Document one = note(image.image().top(), "one");
        Document two = note(image.image().top(), "two");
        Document oneOfTwo = new Document(one.content(), one.blobs(), signatureTag(two));
        Document twoOfOne = new Document(two.content(), two.blobs(), signatureTag(one));

        assertThatThrownBy(() -> DocumentOrder.of(image.image(), List.of(oneOfTwo, twoOfOne)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("not a manifest of image");
    }

    private static Optional<Tag> signatureTag(Document subject) {
        return Optional.of(DocumentTags.ofCosign(subject.digest()).get(0));
    }

    @Test
    void fallbackTagWhenTheDigestIsLongIsCut() {
        Digest sha512 = Digest.of("sha512:" + "ab".repeat(64));

        assertThat(DocumentTags.fallback(sha512)).hasToString("sha512-" + "ab".repeat(32));
        assertThat(DocumentTags.ofCosign(sha512)).isEmpty();
        assertThat(DocumentTags.isForDocuments("sha512-" + "ab".repeat(32))).isTrue();
        assertThat(DocumentTags.isForDocuments("sha256-1")).isFalse();
    }

    private static Document note(Descriptor subject, String text) {
        return Document.of(TYPE, subject, MediaType.of("text/plain"), text.getBytes(UTF_8), Map.of("note", text));
    }
}
