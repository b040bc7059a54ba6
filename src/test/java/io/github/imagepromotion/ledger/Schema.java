package io.github.imagepromotion.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** A schema in {@code docs}: other programs go by it, so it describes each member that is written, and no other. */
record Schema(JsonObject json) {

    static Schema of(String name) throws IOException {
        String file = "docs/" + name + ".schema.json";
        return new Schema(Json.object(Files.readAllBytes(Path.of(file)), file));
    }

    /** @param full a document with every member that there is */
    void describes(String id, JsonObject full) {
        assertThat(json.get("$id").getAsString()).isEqualTo(id);
        describes(json, full);
    }

    Set<String> required() {
        Set<String> required = new TreeSet<>();
        json.getAsJsonArray("required").forEach(name -> required.add(name.getAsString()));
        return required;
    }

    private static void describes(JsonObject schema, JsonElement written) {
        if (written.isJsonArray()) {
            written.getAsJsonArray().forEach(item -> describes(schema.getAsJsonObject("items"), item));
        } else if (written.isJsonObject()) {
            JsonObject properties = schema.getAsJsonObject("properties");
            assertThat(properties.keySet()).isEqualTo(written.getAsJsonObject().keySet());
            written.getAsJsonObject()
                    .asMap()
                    .forEach((name, value) -> describes(properties.getAsJsonObject(name), value));
        } else if (schema.has("pattern")) {
            assertThat(written.getAsString()).matches(schema.get("pattern").getAsString());
        } else if (schema.has("enum")) {
            assertThat(schema.getAsJsonArray("enum")).contains(written);
        }
    }
}
