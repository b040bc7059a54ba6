package io.github.imagepromotion.json;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses a member that stands twice in one object: of such a one, one reader takes the first and another the last (RFC
 * 8259, section 4).
 */
final class UnambiguousReader extends JsonReader {
    private final Deque<Set<String>> open = new ArrayDeque<>();

    UnambiguousReader(Reader text) {
        super(text);
    }

    @Override
    public void beginObject() throws IOException {
        super.beginObject();
        open.push(new HashSet<>());
    }

    @Override
    public void endObject() throws IOException {
        super.endObject();
        open.pop();
    }

    @Override
    public String nextName() throws IOException {
        String name = super.nextName();
        if (!open.element().add(name)) {
            throw new JsonParseException("member " + Text.quote(name) + " stands there twice");
        }
        return name;
    }
}
