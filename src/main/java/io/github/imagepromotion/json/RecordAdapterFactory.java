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

/**
 * JSON representations of records. Components are never {@code null}: an absent member is an empty optional or collection, otherwise an
 * error.
 */
final class RecordAdapterFactory implements TypeAdapterFactory {
    private static final Set<Class<?>> MAY_BE_ABSENT = Set.of(Optional.class, List.class, Map.class, boolean.class);

    @Override
    public @Nullable <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        if (!raw.isRecord()) {
            return null;
        }
        TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
        return new TypeAdapter<>() {
            private volatile @Nullable Reflected<T> reflected;

            /** Only when a value is met: a young JVM takes long for types of which a document has none. */
            private Reflected<T> reflected() {
                Reflected<T> known = reflected;
                if (known == null) {
                    known = new Reflected<>(gson.getDelegateAdapter(RecordAdapterFactory.this, type), members(raw));
                    reflected = known;
                }
                return known;
            }

            @Override
            public void write(JsonWriter out, T value) throws IOException {
                TypeAdapter<T> plain = reflected().plain();
                if (Stream.of(raw.getRecordComponents()).noneMatch(RecordAdapterFactory::isInlined)) {
                    plain.write(out, value);
                    return;
                }
                JsonObject nested = plain.toJsonTree(value).getAsJsonObject();
                JsonObject flat = new JsonObject();
                for (RecordComponent component : raw.getRecordComponents()) {
                    JsonElement member = nested.get(component.getName());
                    if (isInlined(component)) {
                        member.getAsJsonObject().entrySet().forEach(each -> flat.add(each.getKey(), each.getValue()));
                    } else {
                        flat.add(component.getName(), member);
                    }
                }
                elements.write(out, flat);
            }

            @Override
            public T read(JsonReader in) throws IOException {
                JsonElement element = elements.read(in);
                if (!element.isJsonObject()) {
                    throw new JsonParseException("a member that must be an object is something else");
                }
                reflected().members().ambiguity(element).ifPresent(why -> {
                    throw new JsonParseException(why);
                });
                JsonObject object = copy(element.getAsJsonObject());
                for (RecordComponent component : raw.getRecordComponents()) {
                    if (isInlined(component)) {
                        nest(object, component);
                    } else {
                        complete(object, component);
                    }
                }
                return reflected().plain().fromJsonTree(object);
            }
        };
    }

    private record Reflected<T>(TypeAdapter<T> plain, Members members) {}

    private static Members members(Class<?> type) {
        return Members.of(Stream.of(type.getRecordComponents())
                .flatMap(RecordAdapterFactory::members)
                .toArray(String[]::new));
    }

    private static boolean isInlined(RecordComponent component) {
        return component.isAnnotationPresent(Inlined.class);
    }

    private static Stream<String> members(RecordComponent component) {
        return isInlined(component)
                ? Stream.of(component.getType().getRecordComponents()).map(RecordComponent::getName)
                : Stream.of(component.getName());
    }

    private static void nest(JsonObject object, RecordComponent component) {
        JsonObject nested = new JsonObject();
        members(component).filter(object::has).forEach(name -> nested.add(name, object.remove(name)));
        object.add(component.getName(), nested);
    }

    /** JSON that was read is copied, since it may be signed and must not change. */
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

    /**
     * A record whose members may all be absent may be absent itself, so that documents can be extended by such
     * records.
     */
    private static boolean isEmptyOne(Class<?> type) {
        return type.isRecord()
                && Stream.of(type.getRecordComponents())
                        .allMatch(component -> MAY_BE_ABSENT.contains(component.getType())
                                || (isInlined(component) && isEmptyOne(component.getType())));
    }
}
