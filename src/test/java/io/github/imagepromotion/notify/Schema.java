package io.github.imagepromotion.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Objects;

/** Holds an event against a JSON schema: the keywords that the schemas of CDEvents use for what we send. */
record Schema(JsonObject root) {

    static Schema of(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(resource))) {
            return new Schema(Json.object(in.readAllBytes(), resource));
        }
    }

    void accepts(JsonElement value) {
        check("event", root, value);
    }

    private static void check(String name, JsonObject schema, JsonElement value) {
        switch (schema.get("type").getAsString()) {
            case "object" -> object(name, schema, value.getAsJsonObject());
            case "string" -> string(name, schema, value.getAsString());
            default -> throw new AssertionError(name + ": a type that this check does not know");
        }
    }

    private static void object(String name, JsonObject schema, JsonObject value) {
        JsonObject properties = schema.getAsJsonObject("properties");
        if (schema.has("required")) {
            schema.getAsJsonArray("required")
                    .forEach(required -> assertThat(value.keySet()).as(name).contains(required.getAsString()));
        }
        for (String member : value.keySet()) {
            assertThat(properties.keySet()).as(name).contains(member);
            check(name + "." + member, properties.getAsJsonObject(member), value.get(member));
        }
    }

    private static void string(String name, JsonObject schema, String value) {
        if (schema.has("minLength")) {
            assertThat(value.length())
                    .as(name)
                    .isGreaterThanOrEqualTo(schema.get("minLength").getAsInt());
        }
        if (schema.has("enum")) {
            assertThat(schema.getAsJsonArray("enum")).as(name).anyMatch(each -> each.getAsString()
                    .equals(value));
        }
        if (schema.has("format")) {
            switch (schema.get("format").getAsString()) {
                case "date-time" ->
                    assertThat(OffsetDateTime.parse(value)).as(name).isNotNull();
                case "uri-reference", "uri" ->
                    assertThat(URI.create(value)).as(name).isNotNull();
                default -> throw new AssertionError(name + ": a format that this check does not know");
            }
        }
    }
}
