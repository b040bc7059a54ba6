package io.github.imagepromotion.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.TestImages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether something is an image is what it is made of, whatever an index over it says. */
class ImageTest {
    private static final Platform UNKNOWN = Platform.of("unknown/unknown");
    private static final Map<String, String> ATTESTATION = Map.of("vnd.docker.reference.type", "attestation-manifest");

    private final Manifest image = TestImages.single(1, 100).top();
    private final Manifest artifact = TestImages.artifact(image.descriptor(), 2).top();

    private static Image index(Optional<String> artifactType, Manifest child, Descriptor entry) {
        JsonObject json = DescriptorJson.document(MediaType.OCI_INDEX);
        artifactType.ifPresent(type -> json.addProperty("artifactType", type));
        json.add("manifests", DescriptorJson.write(List.of(entry)));
        byte[] bytes = Json.compact(json);
        Manifest index = Manifest.parse(Descriptor.of(MediaType.OCI_INDEX, bytes), bytes);
        return Image.of(index.descriptor(), List.of(Manifest.parse(entry, child.bytes()), index));
    }

    @Test
    void typedWhenAnIndexOfImagesClaimsToBeAnArtifactHasNoType() {
        Image all = index(Optional.of("application/vnd.acme.thing"), image, image.descriptor());

        assertThat(all.typed()).isEqualTo(all.top().plain());
    }

    @Test
    void typedWhenAnIndexOfArtifactsSaysNothingHasTheirType() {
        Image all = index(Optional.empty(), artifact, artifact.descriptor());

        assertThat(all.typed().artifactType()).contains("application/vnd.example.note");
        assertThat(all.typed().plain()).isEqualTo(all.top().plain());
    }

    @Test
    void artifactTypeWhenAnImageThatRunsIsCalledAnAttestationIsEmpty() {
        Descriptor claims =
                image.descriptor().withPlatform(Platform.LINUX_AMD64).withAnnotations(ATTESTATION);

        assertThat(index(Optional.empty(), image, claims).artifactType()).isEmpty();
        assertThat(index(Optional.empty(), image, image.descriptor().withAnnotations(ATTESTATION))
                        .artifactType())
                .isEmpty();
        assertThat(index(Optional.empty(), image, claims.withPlatform(UNKNOWN)).artifactType())
                .isPresent();
    }

    /** Such as a bundle of OPA: nothing could run it, since it lacks what the config of an image must have. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{ }\n"})
    void artifactTypeWhenTheConfigOfAnImageIsEmptyIsThatOfTheConfig(String config) {
        assertThat(single(Map.of(), Descriptor.of(MediaType.OCI_CONFIG, config.getBytes(UTF_8)))
                        .artifactType())
                .contains("application/vnd.oci.image.config.v1+json");
    }

    @Test
    void artifactTypeWhenAnImageThatRunsNamesOneIsEmpty() {
        Descriptor config = ((ImageManifest) image).config();

        assertThat(single(Map.of("artifactType", "application/vnd.acme.thing"), config)
                        .artifactType())
                .isEmpty();
    }

    private Image single(Map<String, String> members, Descriptor config) {
        JsonObject json = DescriptorJson.document(MediaType.OCI_MANIFEST);
        members.forEach(json::addProperty);
        json.add("config", DescriptorJson.write(config));
        json.add("layers", DescriptorJson.write(((ImageManifest) image).layers()));
        byte[] bytes = Json.compact(json);
        Manifest manifest = Manifest.parse(Descriptor.of(MediaType.OCI_MANIFEST, bytes), bytes);
        return Image.of(manifest.descriptor(), List.of(manifest));
    }
}
