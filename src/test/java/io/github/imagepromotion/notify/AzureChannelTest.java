package io.github.imagepromotion.notify;

import static io.github.imagepromotion.notify.NotifiedPromotion.to;
import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Notification.Kind;
import io.github.imagepromotion.environment.Notification.On;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Azure's Resource Manager is sent; a small server answers as its REST reference has it. */
@Timeout(60)
class AzureChannelTest {
    private static final String APP = "/subscriptions/s-1/resourceGroups/shop/providers/Microsoft.Web/sites/shop-prod";
    private static final String GROUP =
            "/subscriptions/s-1/resourceGroups/shop/providers/Microsoft.ContainerInstance/containerGroups/shop"
                    + "?api-version=2023-05-01";

    @TempDir
    private Path directory;

    private final Receiver azure = Receiver.plain();
    private NotifiedPromotion promotion;

    @BeforeEach
    void begin() {
        promotion = new NotifiedPromotion(directory);
        promotion.services.variables.put("AZURE_TOKEN", "t0ken-of-azure");
    }

    @AfterEach
    void stop() throws IOException {
        promotion.close();
        azure.close();
    }

    private void promote(Kind kind, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "subscription",
                "s-1",
                "resourceGroup",
                "shop",
                "endpoint",
                azure.uri("").toString(),
                "tokenEnv",
                "AZURE_TOKEN"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        promotion.promote(1, List.of(to(kind, On.SUCCESS, true, settings)));
    }

    private String image() throws IOException {
        return promotion.repository().displayName() + "@"
                + promotion.repository().resolve(Tag.of("7")).orElseThrow().digest();
    }

    private static JsonObject json(String text) {
        return Json.object(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "test");
    }

    @Test
    void appServiceWhenPromotedGetsTheImageByItsDigest() throws IOException {
        promote(Kind.AZUREAPPSERVICE, Map.of("app", "shop-prod"));

        Receiver.Received patch = azure.received().get(0);
        assertThat(patch.method()).isEqualTo("PATCH");
        assertThat(patch.target()).isEqualTo(APP + "/config/web?api-version=2023-12-01");
        assertThat(patch.header("Authorization")).isEqualTo("Bearer t0ken-of-azure");
        assertThat(json(patch.body())).isEqualTo(json("{'properties':{'linuxFxVersion':'DOCKER|" + image() + "'}}"));
    }

    @Test
    void appServiceWhenASlotIsNamedSetsThatOne() throws IOException {
        promote(Kind.AZUREAPPSERVICE, Map.of("app", "shop-prod", "slot", "staging"));

        assertThat(azure.received().get(0).target())
                .isEqualTo(APP + "/slots/staging/config/web?api-version=2023-12-01");
    }

    @Test
    void containerGroupWhenPromotedKeepsAllButTheImage() throws IOException {
        String before = "{'location':'westeurope','tags':{'a':'b'},'properties':{'provisioningState':'Succeeded',"
                + "'instanceView':{},'osType':'Linux','containers':[{'name':'proxy','properties':{'image':'nginx'}},"
                + "{'name':'web','properties':{'image':'old','instanceView':{},"
                + "'environmentVariables':[{'name':'A','value':'1'}]}}]}}";
        azure.answering(Receiver.status(200, before.replace('\'', '"')), Receiver.status(201, "{}"));

        promote(Kind.AZURECONTAINERINSTANCES, Map.of("containerGroup", "shop", "container", "web"));

        assertThat(azure.received()).extracting(Receiver.Received::method).containsExactly("GET", "PUT");
        assertThat(azure.received()).extracting(Receiver.Received::target).containsOnly(GROUP);
        assertThat(json(azure.received().get(1).body()))
                .isEqualTo(json("{'location':'westeurope','tags':{'a':'b'},'properties':{'osType':'Linux','containers':"
                        + "[{'name':'proxy','properties':{'image':'nginx'}},{'name':'web','properties':{"
                        + "'environmentVariables':[{'name':'A','value':'1'}],'image':'" + image() + "'}}]}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'imageRegistryCredentials':[{'server':'r','username':'u'}],'containers':[{'name':'web','properties':{}}]",
                "'containers':[{'name':'web','properties':{'environmentVariables':[{'name':'SECRET'}]}}]"
            })
    void containerGroupWhenASecretWouldBeLostIsLeftAlone(String properties) throws IOException {
        azure.answering(Receiver.status(200, ("{'properties':{" + properties + "}}").replace('\'', '"')));

        assertThatThrownBy(() ->
                        promote(Kind.AZURECONTAINERINSTANCES, Map.of("containerGroup", "shop", "container", "web")))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("would be lost", "managed identity");
        assertThat(azure.received()).extracting(Receiver.Received::method).containsExactly("GET");
    }

    @Test
    void tellWhenRefusedSaysWhyAndThePromotionStays() throws IOException {
        azure.answering(Receiver.status(403, "AuthorizationFailed"));

        assertThatThrownBy(() -> promote(Kind.AZUREAPPSERVICE, Map.of("app", "shop-prod")))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("it answered 403 'AuthorizationFailed'", "this is not undone")
                .hasMessageNotContaining("t0ken-of-azure");
        assertThat(promotion.isTagged()).isTrue();
    }

    @Test
    void checkWhenThereIsNoLoginRefusesBeforeAnythingIsTagged() throws IOException {
        assertThatThrownBy(() -> promote(Kind.AZUREAPPSERVICE, Map.of("app", "shop-prod", "tokenEnv", "")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("has no login");
        assertThat(promotion.isTagged()).isFalse();
    }

    @Test
    void checkWhenANameWouldLeadElsewhereRefuses() throws IOException {
        assertThatThrownBy(() -> promote(Kind.AZUREAPPSERVICE, Map.of("app", "shop/../../x")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'app' is not a valid Azure name"));
        assertThat(promotion.isTagged()).isFalse();
    }
}
