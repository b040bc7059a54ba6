package io.github.imagepromotion.json;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that is a string in JSON: {@code toString} there, its factory method back. */
final class TextAdapter<T> extends TypeAdapter<T> {
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
