package io.github.imagepromotion.notify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Payloads of receivers with predefined formats, each with an idempotency key. */
final class Payloads {
    private static final String JSON = "application/json";

    private Payloads() {}

    /**
     * A payload.
     *
     * @param key idempotency key
     * @param type media type
     * @param body the body
     */
    record Payload(String key, String type, String body) {}

    /** {@return a payload for each image, from the template} */
    static List<Payload> webhook(Announcement announcement) {
        Template template =
                announcement.to().setting("template").map(Template::new).orElse(Template.STANDARD);
        String type = announcement.to().setting("contentType").orElse(JSON);
        return announcement.change().images().stream()
                .map(image ->
                        new Payload(announcement.key(image.reference()), type, template.json(announcement, image)))
                .toList();
    }

    /**
     * {@return a push event for each tag, in Docker Hub's format (Docker docs, "Docker Hub webhooks", example payload)}
     */
    static List<Payload> dockerHub(Announcement announcement) {
        return perTag(announcement, (image, tag, key) -> {
            JsonObject push = new JsonObject();
            push.addProperty("pushed_at", announcement.at().getEpochSecond());
            push.addProperty("pusher", "image-promotion-maven-plugin");
            push.addProperty("tag", tag.name());
            String full = image.place().substring(image.place().indexOf('/') + 1);
            int slash = full.lastIndexOf('/');
            JsonObject repository = new JsonObject();
            repository.addProperty("name", full.substring(slash + 1));
            repository.addProperty("namespace", slash < 0 ? "" : full.substring(0, slash));
            repository.addProperty("repo_name", full);
            repository.addProperty("repo_url", "https://" + image.place());
            repository.addProperty("status", "Active");
            JsonObject json = new JsonObject();
            json.add("push_data", push);
            json.add("repository", repository);
            return json;
        });
    }

    /**
     * {@return a push event for each tag, in ACR's format (Microsoft Learn, "Azure Container Registry webhook
     * reference")}
     */
    static List<Payload> acr(Announcement announcement) {
        return perTag(announcement, (image, tag, key) -> {
            String host = image.place().substring(0, Math.max(0, image.place().indexOf('/')));
            JsonObject target = new JsonObject();
            target.addProperty("mediaType", image.image().mediaType().value());
            target.addProperty("size", image.image().size());
            target.addProperty("digest", image.digest().toString());
            target.addProperty("length", image.image().size());
            target.addProperty(
                    "repository", image.place().substring(image.place().indexOf('/') + 1));
            target.addProperty("tag", tag.name());
            JsonObject request = new JsonObject();
            request.addProperty("id", key);
            request.addProperty("host", host);
            request.addProperty("method", "PUT");
            request.addProperty("useragent", "image-promotion-maven-plugin");
            JsonObject json = new JsonObject();
            json.addProperty("id", key);
            json.addProperty("timestamp", announcement.at().toString());
            json.addProperty("action", "push");
            json.add("target", target);
            json.add("request", request);
            return json;
        });
    }

    /** {@return one text for all images; Slack requires only {@code & < >} to be escaped (Slack API)} */
    static List<Payload> slack(Announcement announcement) {
        JsonObject json = new JsonObject();
        json.addProperty(
                "text",
                text(announcement).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        return List.of(payload(announcement.key("text"), json));
    }

    /** {@return one Adaptive Card for all images, for the workflow "when a Teams webhook request is received"} */
    static List<Payload> teams(Announcement announcement) {
        JsonObject block = new JsonObject();
        block.addProperty("type", "TextBlock");
        block.addProperty("text", text(announcement));
        block.addProperty("wrap", true);
        JsonArray body = new JsonArray();
        body.add(block);
        JsonObject card = new JsonObject();
        card.addProperty("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.addProperty("type", "AdaptiveCard");
        card.addProperty("version", "1.4");
        card.add("body", body);
        JsonObject attachment = new JsonObject();
        attachment.addProperty("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.add("content", card);
        JsonArray attachments = new JsonArray();
        attachments.add(attachment);
        JsonObject json = new JsonObject();
        json.addProperty("type", "message");
        json.add("attachments", attachments);
        return List.of(payload(announcement.key("text"), json));
    }

    private static String text(Announcement announcement) {
        return announcement
                .to()
                .setting("text")
                .map(Template::new)
                .map(template -> announcement.change().images().stream()
                        .map(image -> template.plain(announcement, image))
                        .distinct()
                        .collect(Collectors.joining("\n")))
                .orElseGet(() -> standard(announcement));
    }

    private static String standard(Announcement announcement) {
        String environment = announcement.change().environment().id();
        String images = announcement.change().images().stream()
                .map(image -> image.reference() + " (" + image.digest() + ")")
                .collect(Collectors.joining("\n"));
        return announcement
                .change()
                .failure()
                .map(reason -> announcement.change().kind().of(environment) + " failed: " + reason + "\n" + images)
                .orElse(announcement.change().kind().done(environment) + ":\n" + images);
    }

    private interface Push {
        JsonObject of(Announced image, Tag tag, String key);
    }

    private static List<Payload> perTag(Announcement announcement, Push push) {
        List<Payload> payloads = new ArrayList<>();
        for (Announced image : announcement.change().images()) {
            for (Tag tag : image.tags()) {
                String key = announcement.key(image.place() + ":" + tag);
                payloads.add(payload(key, push.of(image, tag, key)));
            }
        }
        return payloads;
    }

    private static Payload payload(String key, JsonObject json) {
        return new Payload(key, JSON, new String(Json.compact(json), StandardCharsets.UTF_8));
    }
}
