package io.github.imagepromotion.json;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import io.github.imagepromotion.image.Text;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.stream.Stream;

/** A choice, in lower case. One that is unknown is an error, and never {@code null}. */
final class EnumAdapter implements JsonSerializer<Enum<?>>, JsonDeserializer<Enum<?>> {

    @Override
    public JsonElement serialize(Enum<?> value, Type type, JsonSerializationContext context) {
        return new JsonPrimitive(name(value));
    }

    @Override
    public Enum<?> deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
        String text = json.getAsString();
        return Stream.of(((Class<?>) type).getEnumConstants())
                .map(constant -> (Enum<?>) constant)
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new JsonParseException("there is no choice " + Text.quote(text)));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
