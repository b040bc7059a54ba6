package io.github.imagepromotion.json;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An {@link Optional} is its value in JSON, or absent. */
final class OptionalAdapterFactory implements TypeAdapterFactory {

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
