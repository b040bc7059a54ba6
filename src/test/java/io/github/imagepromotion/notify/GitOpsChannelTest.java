package io.github.imagepromotion.notify;

import static io.github.imagepromotion.notify.NotifiedPromotion.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.Notification.Kind;
import io.github.imagepromotion.environment.Notification.On;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kustomization, the values of a chart and a manifest, after real promotions. */
class GitOpsChannelTest {
    @TempDir
    private Path directory;

    private NotifiedPromotion promotion;
    private Path checkout;

    @BeforeEach
    void begin() throws IOException {
        promotion = new NotifiedPromotion(directory);
        checkout = Files.createDirectories(directory.resolve("checkout"));
    }

    @AfterEach
    void stop() throws IOException {
        promotion.close();
    }

    private void promote(String file, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("directory", "checkout");
        settings.put("file", file);
        promotion.promote(1, List.of(to(Kind.GITOPS, On.SUCCESS, true, settings)));
    }

    private String digest() throws IOException {
        return promotion
                .repository()
                .resolve(Tag.of("7"))
                .orElseThrow()
                .digest()
                .toString();
    }

    private String place() {
        return promotion.repository().displayName();
    }

    @Test
    void kustomizationGetsNameAndDigestAndKeepsItsComments() throws IOException {
        Path file = checkout.resolve("kustomization.yaml");
        Files.writeString(
                file,
                "resources: [base.yaml] # all\nimages:\n  # ours\n  - name: acme/shop\n    newName: old.example/shop\n"
                        + "    newTag: \"6\" # for people\n");

        promote("kustomization.yaml", Map.of("form", "kustomization"));

        assertThat(file)
                .hasContent("resources: [base.yaml] # all\nimages:\n  # ours\n  - name: acme/shop\n    newName: "
                        + place() + "\n    newTag: \"7\" # for people\n    digest: " + digest() + "\n");
        assertThat(promotion.services.lines).last().asString().endsWith("wrote " + digest() + "; commit it");
    }

    @Test
    void valuesGetTheDigest() throws IOException {
        Path file = Files.createDirectories(checkout.resolve("chart")).resolve("values.yaml");
        Files.writeString(file, "shop:\n  image:\n    digest: '' # by the release\n");

        promote("chart/values.yaml", Map.of("form", "values", "path", "shop.image.digest"));

        assertThat(file).hasContent("shop:\n  image:\n    digest: '" + digest() + "' # by the release\n");
    }

    @Test
    void manifestGetsTheImage() throws IOException {
        Path file = checkout.resolve("shop.yaml");
        Files.writeString(
                file,
                "kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: shop\n"
                        + "        image: 'r.example/shop:6'\n");

        promote("shop.yaml", Map.of());

        assertThat(Files.readString(file)).endsWith("image: '" + place() + "@" + digest() + "'\n");
    }

    @Test
    void fileOutsideTheDirectoryIsRefusedBeforeTheFirstTag() throws IOException {
        Path outside = directory.resolve("outside.yaml");
        Files.writeString(outside, "image: {digest: x}\n");
        Files.createSymbolicLink(checkout.resolve("link.yaml"), outside);

        for (String name : List.of("../outside.yaml", "link.yaml", outside.toString())) {
            assertThatThrownBy(() -> promote(name, Map.of("form", "values")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("is not in");
        }
        assertThatThrownBy(() -> promote("missing.yaml", Map.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("there is no file");
        assertThat(outside).hasContent("image: {digest: x}\n");
        assertThat(promotion.isTagged()).isFalse();
    }
}
