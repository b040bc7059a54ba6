package io.github.imagepromotion.notify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.notify.Notifier.Channel;
import io.github.imagepromotion.notify.Notifier.NotifyReason;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import io.github.imagepromotion.web.WebClient;
import io.github.imagepromotion.web.WebRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Sets the image of an App Service ("Web Apps - Update Configuration") or of a container group ("Container Groups -
 * Create Or Update") to a digest, by the Azure Resource Manager API.
 */
final class AzureChannel implements Channel {
    private static final String ENDPOINT = "https://management.azure.com";
    private static final String WEB = "2023-12-01";
    private static final String INSTANCES = "2023-05-01";
    private static final String WHAT = "container group";

    /** Characters of Azure resource names: nothing else may get into the URL. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.()-]{0,89}");

    private final Notification to;
    private final Caller caller;

    AzureChannel(Notification to, Services services) {
        this.to = to;
        this.caller = new Caller(to, services);
    }

    @Override
    public void check(Announcement announcement) {
        announcement.image();
        if (to.setting("tokenEnv").isEmpty() && to.setting("serverId").isEmpty()) {
            throw new ImageException(Message.of(to + " has no login.").because(NotifyReason.NO_LOGIN));
        }
        caller.complete(WebRequest.get(address(), to.timeout()));
    }

    @Override
    public String tell(Announcement announcement) throws IOException {
        Announced image = announcement.image();
        try (WebClient client = caller.open()) {
            if (isAppService()) {
                caller.send(client, json("PATCH", configuration(image)));
                return "set the container of app " + to.needed("app") + " to " + image.pinned();
            }
            String group = caller.send(client, caller.complete(WebRequest.get(address(), to.timeout())))
                    .body();
            caller.send(client, json("PUT", changed(group, image)));
            return "set " + to.needed("container") + " of container group " + to.needed("containerGroup") + " to "
                    + image.pinned();
        }
    }

    private boolean isAppService() {
        return to.kind() == Notification.Kind.AZUREAPPSERVICE;
    }

    private WebRequest json(String method, JsonObject body) {
        return caller.complete(new WebRequest(
                method,
                address(),
                Map.of("Content-Type", "application/json"),
                new String(Json.compact(body), StandardCharsets.UTF_8),
                to.timeout()));
    }

    private URI address() {
        String endpoint = to.setting("endpoint").orElse(ENDPOINT).replaceAll("/+$", "");
        String group = endpoint + "/subscriptions/" + name("subscription") + "/resourceGroups/" + name("resourceGroup");
        if (!isAppService()) {
            return URI.create(group + "/providers/Microsoft.ContainerInstance/containerGroups/" + name("containerGroup")
                    + "?api-version=" + INSTANCES);
        }
        String slot = to.setting("slot").isPresent() ? "/slots/" + name("slot") : "";
        return URI.create(
                group + "/providers/Microsoft.Web/sites/" + name("app") + slot + "/config/web?api-version=" + WEB);
    }

    private String name(String element) {
        String text = to.needed(element);
        if (!NAME.matcher(text).matches()) {
            throw new ImageException(
                    Message.of(to + ": '" + element + "' is not a valid Azure name: " + Text.quote(text) + ".")
                            .because(NotifyReason.MISCONFIGURED));
        }
        return text;
    }

    private static JsonObject configuration(Announced image) {
        JsonObject properties = new JsonObject();
        properties.addProperty("linuxFxVersion", "DOCKER|" + image.pinned());
        JsonObject json = new JsonObject();
        json.add("properties", properties);
        return json;
    }

    /**
     * {@return the container group as Azure returned it, with another image} Azure returns no secrets, and drops those
     * that are not sent again.
     */
    private JsonObject changed(String group, Announced image) {
        JsonObject json = Json.object(group.getBytes(StandardCharsets.UTF_8), WHAT);
        JsonObject properties =
                Json.member(json, "properties", WHAT).orElseThrow(() -> Json.malformed(WHAT, "it has no properties"));
        refuseSecrets(properties);
        String name = to.needed("container");
        JsonObject container = Json.objects(properties, "containers", WHAT).stream()
                .filter(each ->
                        Json.string(each, "name", WHAT).filter(name::equals).isPresent())
                .findFirst()
                .flatMap(each -> Json.member(each, "properties", WHAT))
                .orElseThrow(() -> new ImageException("the container group has no container " + Text.quote(name)));
        container.addProperty("image", image.pinned());
        container.remove("instanceView");
        List.of("instanceView", "provisioningState").forEach(properties::remove);
        return json;
    }

    private static void refuseSecrets(JsonObject properties) {
        boolean passwords = Json.objects(properties, "imageRegistryCredentials", WHAT).stream()
                .anyMatch(registry -> registry.has("username"));
        boolean variables = Json.objects(properties, "containers", WHAT).stream()
                .flatMap(container -> Json.member(container, "properties", WHAT).stream())
                .flatMap(container -> Json.objects(container, "environmentVariables", WHAT).stream())
                .anyMatch(AzureChannel::hasNoValue);
        if (passwords || variables) {
            throw new ImageException(
                    "the container group has a registry password or a secure variable, which Azure does not"
                            + " tell, so that it would be lost; use a managed identity for them");
        }
    }

    private static boolean hasNoValue(JsonObject variable) {
        JsonElement value = variable.get("value");
        return value == null || value.isJsonNull();
    }
}
