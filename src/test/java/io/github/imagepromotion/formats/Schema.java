package io.github.imagepromotion.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A schema in {@code docs/schemas}: other programs go by it.
 *
 * @param json the schema
 */
public record Schema(JsonObject json) {
    private static final Pattern ID = Pattern.compile("https://imagepromotion\\.github\\.io/([a-z-]+)/(v\\d+)");

    /** @param name such as {@code build-record-v1} */
    public static Schema of(String name) throws IOException {
        String file = "docs/schemas/" + name + ".schema.json";
        return new Schema(Json.object(Files.readAllBytes(Path.of(file)), file));
    }

    /** Fails where a document is not as the schema has it. */
    public void accepts(JsonElement written) {
        assertThat(errors(written)).isEmpty();
    }

    /** {@return what a document has that the schema does not allow} */
    Set<String> errors(JsonElement written) {
        Validator.Result result = new ValidatorFactory()
                .withJsonNodeFactory(new GsonNode.Factory())
                .withSchemaResolver(Schema::referred)
                .validate((Object) json, written);
        Set<String> errors = new TreeSet<>();
        if (!result.isValid()) {
            errors.add("it is not valid");
            result.getErrors().forEach(error -> errors.add(error.getInstanceLocation() + ": " + error.getError()));
        }
        return errors;
    }

    /** A schema of ours that another one refers to by its {@code $id}. */
    private static SchemaResolver.Result referred(String id) {
        Matcher own = ID.matcher(id);
        if (!own.matches()) {
            return SchemaResolver.Result.empty();
        }
        try {
            return SchemaResolver.Result.fromString(
                    Files.readString(Path.of("docs/schemas/" + own.group(1) + "-" + own.group(2) + ".schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fails where a document is not as the schema has it, or has a member that the schema does not describe.
     *
     * @param id of the schema
     * @param full a document with every member that there is
     */
    public void describes(String id, JsonObject full) {
        assertThat(json.get("$id").getAsString()).isEqualTo(id);
        accepts(full);
        describes("", json, full);
    }

    /** {@return the names of members that are always there} */
    public Set<String> required() {
        Set<String> required = new TreeSet<>();
        json.getAsJsonArray("required").forEach(name -> required.add(name.getAsString()));
        return required;
    }

    private static void describes(String path, JsonObject schema, JsonElement written) {
        if (written.isJsonArray() && schema.has("items")) {
            written.getAsJsonArray().forEach(item -> describes(path + "[]", schema.getAsJsonObject("items"), item));
        } else if (written.isJsonObject() && schema.has("properties")) {
            JsonObject properties = schema.getAsJsonObject("properties");
            assertThat(properties.keySet())
                    .as("what the schema has at '%s'", path)
                    .containsAll(written.getAsJsonObject().keySet());
            written.getAsJsonObject()
                    .asMap()
                    .forEach((name, value) -> describes(path + "/" + name, properties.getAsJsonObject(name), value));
        }
    }
}
