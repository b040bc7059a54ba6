package io.github.imagepromotion.json;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records never get a {@code null}: what is absent is empty where it may be, and an error where it may not. */
final class RecordAdapterFactory implements TypeAdapterFactory {
    private static final Set<Class<?>> MAY_BE_ABSENT = Set.of(Optional.class, List.class, Map.class, boolean.class);

    @Override
    public @Nullable <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        if (!raw.isRecord()) {
            return null;
        }
        TypeAdapter<T> plain = gson.getDelegateAdapter(this, type);
        TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
        Members known = Members.of(Stream.of(raw.getRecordComponents())
                .map(RecordComponent::getName)
                .toArray(String[]::new));
        return new TypeAdapter<>() {
            @Override
            public void write(JsonWriter out, T value) throws IOException {
                plain.write(out, value);
            }

            @Override
            public T read(JsonReader in) throws IOException {
                JsonElement element = elements.read(in);
                if (!element.isJsonObject()) {
                    throw new JsonParseException("a member that must be an object is something else");
                }
                known.ambiguity(element).ifPresent(why -> {
                    throw new JsonParseException(why);
                });
                JsonObject object = copy(element.getAsJsonObject());
                for (RecordComponent component : raw.getRecordComponents()) {
                    complete(object, component);
                }
                return plain.fromJsonTree(object);
            }
        };
    }

    /** What is read stays as it was: it may be signed. */
    private static JsonObject copy(JsonObject read) {
        JsonObject copy = new JsonObject();
        read.entrySet().forEach(member -> copy.add(member.getKey(), member.getValue()));
        return copy;
    }

    private static void complete(JsonObject object, RecordComponent component) {
        JsonElement member = object.get(component.getName());
        if (member == null || member.isJsonNull()) {
            object.add(component.getName(), absent(component));
        }
    }

    private static JsonElement absent(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == Optional.class) {
            return JsonNull.INSTANCE;
        }
        if (type == List.class) {
            return new JsonArray();
        }
        if (type == Map.class) {
            return new JsonObject();
        }
        if (type == boolean.class) {
            return new JsonPrimitive(false);
        }
        if (isEmptyOne(type)) {
            return new JsonObject();
        }
        throw new JsonParseException("'" + component.getName() + "' is missing");
    }

    /** A record of which every member may be absent, may be absent itself: documents grow by such ones. */
    private static boolean isEmptyOne(Class<?> type) {
        return type.isRecord()
                && Stream.of(type.getRecordComponents())
                        .allMatch(component -> MAY_BE_ABSENT.contains(component.getType()));
    }
}
