package io.github.imagepromotion.notify;

import com.google.gson.JsonObject;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import io.github.imagepromotion.web.WebRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A CDEvent (CDEvents specification 0.4.1), sent as a CloudEvent over HTTP (its {@code cloudevents-binding.md};
 * CloudEvents 1.0.2, HTTP protocol binding, sections 3.1 and 3.2).
 *
 * @param id identifies the event; a repetition has the same id
 * @param source the sender, a URI reference
 * @param type type with version
 * @param time time of the event
 * @param subjectId id of the subject
 * @param subjectType type of the subject
 * @param content content of the subject
 */
record CdEvent(
        String id, String source, String type, String time, String subjectId, String subjectType, JsonObject content) {
    static final String SPEC_VERSION = "0.4.1";
    static final String ARTIFACT_PUBLISHED = "dev.cdevents.artifact.published.0.2.0";
    static final String SERVICE_DEPLOYED = "dev.cdevents.service.deployed.0.2.0";

    /**
     * {@return the event that the image is available in a registry (continuous-integration.md, "artifact published")}
     */
    static CdEvent published(Announcement announcement, Announced image) {
        return new CdEvent(
                announcement.key(image.reference() + " published"),
                source(announcement),
                ARTIFACT_PUBLISHED,
                announcement.at().toString(),
                packageUrl(image),
                "artifact",
                new JsonObject());
    }

    /** {@return the event that the image runs in the environment (continuous-deployment.md, "service deployed")} */
    static CdEvent deployed(Announcement announcement, Announced image) {
        JsonObject environment = new JsonObject();
        environment.addProperty("id", announcement.change().environment().id());
        JsonObject content = new JsonObject();
        content.add("environment", environment);
        content.addProperty("artifactId", packageUrl(image));
        return new CdEvent(
                announcement.key(image.reference() + " deployed"),
                source(announcement),
                SERVICE_DEPLOYED,
                announcement.at().toString(),
                image.name().toString(),
                "service",
                content);
    }

    private static String source(Announcement announcement) {
        return announcement.to().setting("source").orElse("/image-promotion-maven-plugin");
    }

    /**
     * {@return a package URL (purl-spec, type "oci"), with the last part of the repository as name and the digest as
     * version}
     */
    private static String packageUrl(Announced image) {
        String name =
                image.place().substring(image.place().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return "pkg:oci/" + name + "@" + image.digest().toString().replace(":", "%3A") + "?repository_url="
                + image.place() + "&tag=" + image.buildId().tag();
    }

    /** {@return the event in the form of its JSON schema} */
    JsonObject json() {
        JsonObject context = new JsonObject();
        context.addProperty("version", SPEC_VERSION);
        context.addProperty("id", id);
        context.addProperty("source", source);
        context.addProperty("type", type);
        context.addProperty("timestamp", time);
        JsonObject subject = new JsonObject();
        subject.addProperty("id", subjectId);
        subject.addProperty("type", subjectType);
        subject.add("content", content);
        JsonObject kind = new JsonObject();
        kind.add("context", context);
        kind.add("subject", subject);
        return kind;
    }

    /** {@return a request in structured content mode (section 3.2)} */
    WebRequest structured(URI receiver, Duration timeout) {
        JsonObject cloudEvent = new JsonObject();
        cloudEvent.addProperty("specversion", "1.0");
        cloudEvent.addProperty("id", id);
        cloudEvent.addProperty("source", source);
        cloudEvent.addProperty("type", type);
        cloudEvent.addProperty("subject", subjectId);
        cloudEvent.addProperty("time", time);
        cloudEvent.addProperty("datacontenttype", "application/json");
        cloudEvent.add("data", json());
        return WebRequest.post(receiver, "application/cloudevents+json; charset=UTF-8", text(cloudEvent), timeout);
    }

    /** {@return a request in binary content mode (section 3.1)} */
    WebRequest binary(URI receiver, Duration timeout) {
        return WebRequest.post(receiver, "application/json", text(json()), timeout)
                .with("ce-specversion", "1.0")
                .with("ce-id", header(id))
                .with("ce-source", header(source))
                .with("ce-type", header(type))
                .with("ce-subject", header(subjectId))
                .with("ce-time", header(time));
    }

    private static String text(JsonObject json) {
        return new String(Json.compact(json), StandardCharsets.UTF_8);
    }

    /** Percent-encodes space, double quote, percent and all but printable ASCII (section 3.1.3.2). */
    private static String header(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = each > 0x20 && each < 0x7f && each != '"' && each != '%';
            encoded.append(plain ? String.valueOf((char) each) : String.format("%%%02X", each & 0xff));
        }
        return encoded.toString();
    }
}
