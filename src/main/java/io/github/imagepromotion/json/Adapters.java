package io.github.imagepromotion.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON representations of records and values. */
final class Adapters {
    private Adapters() {}

    /** {@return a builder that writes messages in this wording} */
    static GsonBuilder telling(Wording wording) {
        JsonSerializer<Message> told = (message, type, context) -> new JsonPrimitive(wording.of(message));
        return on(new GsonBuilder()).registerTypeAdapter(Message.class, told);
    }

    /**
     * @param builder receives all adapters
     * @return the same builder
     */
    static GsonBuilder on(GsonBuilder builder) {
        return builder.disableHtmlEscaping()
                .registerTypeAdapterFactory(new OptionalAdapterFactory())
                .registerTypeAdapterFactory(new RecordAdapterFactory())
                .registerTypeAdapter(Instant.class, new TextAdapter<>(Instant::parse))
                .registerTypeAdapter(Duration.class, new TextAdapter<>(Duration::parse))
                .registerTypeAdapter(LocalDate.class, new TextAdapter<>(LocalDate::parse))
                .registerTypeHierarchyAdapter(ZoneId.class, new TextAdapter<>(ZoneId::of))
                .registerTypeAdapter(Digest.class, new TextAdapter<>(Digest::of))
                .registerTypeAdapter(Message.class, new TextAdapter<>(Message::of))
                .registerTypeAdapter(Tag.class, new TextAdapter<>(Tag::of))
                .registerTypeAdapter(BuildId.class, new TextAdapter<>(BuildId::of))
                .registerTypeAdapter(MediaType.class, new TextAdapter<>(MediaType::of))
                .registerTypeAdapter(Platform.class, new TextAdapter<>(Platform::of))
                .registerTypeAdapter(RepositoryName.class, new TextAdapter<>(RepositoryName::of))
                .registerTypeAdapter(Coordinates.class, new TextAdapter<>(Coordinates::of))
                .registerTypeHierarchyAdapter(Enum.class, new EnumAdapter())
                .registerTypeHierarchyAdapter(RegistryAddress.class, new TextAdapter<>(RegistryAddress::of));
    }

    /** Enum constants in lower case. An unknown one is an error, never {@code null}. */
    private static final class EnumAdapter implements JsonSerializer<Enum<?>>, JsonDeserializer<Enum<?>> {

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

    /** An {@link Optional} is its value, or absent. */
    private static final class OptionalAdapterFactory implements TypeAdapterFactory {

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            if (type.getRawType() != Optional.class) {
                return null;
            }
            TypeToken<?> valueType = TypeToken.get(((ParameterizedType) type.getType()).getActualTypeArguments()[0]);
            return (TypeAdapter<T>) new OptionalAdapter<>(gson.getAdapter(valueType));
        }

        private static final class OptionalAdapter<V> extends TypeAdapter<Optional<V>> {
            private final TypeAdapter<V> value;

            OptionalAdapter(TypeAdapter<V> value) {
                this.value = value;
            }

            @Override
            public void write(JsonWriter out, @Nullable Optional<V> optional) throws IOException {
                if (optional == null || optional.isEmpty()) {
                    out.nullValue();
                } else {
                    value.write(out, optional.get());
                }
            }

            @Override
            public Optional<V> read(JsonReader in) throws IOException {
                if (in.peek() == JsonToken.NULL) {
                    in.nextNull();
                    return Optional.empty();
                }
                return Optional.of(value.read(in));
            }
        }
    }

    /** A value that is a string in JSON, written by {@code toString} and read by its factory method. */
    private static final class TextAdapter<T> extends TypeAdapter<T> {
        private final Function<String, T> factory;

        TextAdapter(Function<String, T> factory) {
            this.factory = factory;
        }

        @Override
        public void write(JsonWriter out, @Nullable T value) throws IOException {
            out.value(value == null ? null : value.toString());
        }

        @Override
        public @Nullable T read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return null;
            }
            return factory.apply(in.nextString());
        }
    }
}
