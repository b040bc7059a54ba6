package io.github.imagepromotion.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.InTotoStatement;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Anyone who may push can list documents for an image, and whoever reads them must live through it. */
class AttachedTest {
    private static final Descriptor SUBJECT =
            Descriptor.of(MediaType.OCI_MANIFEST, "subject".getBytes(StandardCharsets.UTF_8));
    private static final MediaType STATEMENT = MediaType.of(InTotoStatement.PAYLOAD_TYPE);
    private static final int MEGABYTE = 1024 * 1024;

    private final Map<Reference, Manifest> manifests = new HashMap<>();

    /** Lists a document of so many layers of that size. */
    private void list(MediaType type, int layers, long size) {
        Descriptor layer = Descriptor.of(type, Digest.sha256(new byte[manifests.size() + 1]), size);
        Manifest manifest = ImageManifest.artifact(
                type.value(),
                Descriptor.of(MediaType.OCI_CONFIG, new byte[0]),
                Collections.nCopies(layers, layer),
                Optional.of(SUBJECT),
                Map.of());
        manifests.put(manifest.descriptor().digest(), manifest);
    }

    private Attached attached() throws IOException {
        Repository repository = (Repository) Proxy.newProxyInstance(
                Repository.class.getClassLoader(),
                new Class<?>[] {Repository.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "referrers" ->
                        manifests.values().stream().map(Manifest::referrer).toList();
                    case "manifest" -> Optional.ofNullable(manifests.get(arguments[0]));
                    case "displayName" -> "r.example/app";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return Attached.to(SUBJECT.digest(), repository, 2);
    }

    private void refuses() {
        assertThatThrownBy(this::attached)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(SUBJECT.digest().toString(), "'r.example/app'", "remove what nobody needs");
    }

    @Test
    void documentsWhenTheirStatementsAreHugeAreRefused() throws IOException {
        for (int i = 0; i < 4; i++) {
            list(STATEMENT, 1, 30L * MEGABYTE);
        }
        assertThat(attached().documents()).hasSize(4);
        list(STATEMENT, 1, Long.MAX_VALUE);
        refuses();
    }

    @Test
    void documentsWhenOneHasStatementsWithoutEndAreRefused() throws IOException {
        list(STATEMENT, 1000, 1);
        assertThat(attached().documents()).hasSize(1);
        list(STATEMENT, 1, 1);
        refuses();
    }

    /** Nothing is hidden among many: they are refused, whatever they say of themselves. */
    @Test
    void documentsWhenThereAreTooManyAreRefused() throws IOException {
        for (int i = 0; i < 1000; i++) {
            list(MediaType.of("text/plain"), 1, 1);
        }
        assertThat(attached().documents()).hasSize(1000);
        list(MediaType.of("text/plain"), 1, 1);
        refuses();
    }

    @Test
    void documentsWhenOneContradictsItselfAreReadButForThat() throws IOException {
        list(STATEMENT, 1, 1);
        Manifest contradicting = ImageManifest.artifact(
                STATEMENT.value(),
                Descriptor.of(MediaType.OCI_CONFIG, Digest.sha256(new byte[0]), 0),
                List.of(Descriptor.of(STATEMENT, Digest.sha256(new byte[0]), 1)),
                Optional.of(SUBJECT),
                Map.of());
        manifests.put(contradicting.descriptor().digest(), contradicting);
        assertThat(attached().documents()).hasSize(1);
        assertThat(attached().unread()).singleElement().satisfies(unread -> assertThat(unread.reason())
                .contains("is said to be 0 and 1 bytes"));
    }

    @Test
    void documentsWhenTheyAreFilesMayBeLarge() throws IOException {
        for (int i = 0; i < 5; i++) {
            list(Attachment.CYCLONEDX, 1, 60L * MEGABYTE);
        }
        assertThat(attached().documents()).hasSize(5);
        assertThat(attached().unread()).isEmpty();
    }
}
