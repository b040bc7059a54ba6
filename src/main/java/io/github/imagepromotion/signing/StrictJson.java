package io.github.imagepromotion.signing;

import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * JSON that can be read in one way only. Of a member that stands twice one reader takes the first and another the last,
 * and what was signed is then not what is read (RFC 8259, section 4); base64 has several texts for the same bytes.
 */
final class StrictJson {
    private StrictJson() {}

    /**
     * @param content UTF-8 bytes of one JSON object
     * @param what the document, as a message names it
     * @return the object
     * @throws io.github.imagepromotion.image.ImageException if it is anything else, or a member stands twice
     */
    static JsonObject object(byte[] content, String what) {
        JsonObject object = Json.object(content, what);
        try (JsonReader reader = new JsonReader(new StringReader(new String(content, StandardCharsets.UTF_8)))) {
            refuseTwice(reader, what);
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory", e);
        }
        return object;
    }

    private static void refuseTwice(JsonReader reader, String what) throws IOException {
        Deque<Set<String>> open = new ArrayDeque<>();
        while (true) {
            switch (reader.peek()) {
                case BEGIN_OBJECT -> {
                    reader.beginObject();
                    open.push(new HashSet<>());
                }
                case END_OBJECT -> {
                    reader.endObject();
                    open.pop();
                }
                case NAME -> {
                    String name = reader.nextName();
                    if (!open.element().add(name)) {
                        throw Json.malformed(what, "member " + Text.quote(name) + " stands there twice");
                    }
                }
                case BEGIN_ARRAY -> reader.beginArray();
                case END_ARRAY -> reader.endArray();
                case END_DOCUMENT -> {
                    return;
                }
                default -> reader.skipValue();
            }
        }
    }

    /**
     * @param object to look in
     * @param name of a member in base64, the standard or the URL alphabet (DSSE 1.0.2, protocol.md), padded
     * @param what the document, as a message names it
     * @return the bytes
     * @throws io.github.imagepromotion.image.ImageException if it is absent or not the one text that stands for its bytes
     */
    static byte[] bytes(JsonObject object, String name, String what) {
        return base64(Json.requiredString(object, name, what), "'" + name + "'", what);
    }

    /**
     * @param text as {@link #bytes} takes it
     * @param name of the text, as a message names it
     * @param what the document, as a message names it
     * @return the bytes
     */
    static byte[] base64(String text, String name, String what) {
        boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            byte[] bytes = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
            if ((url ? Base64.getUrlEncoder() : Base64.getEncoder())
                    .encodeToString(bytes)
                    .equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw Json.malformed(what, name + " is no base64");
        }
        throw Json.malformed(what, name + " is no base64 in its one form");
    }
}
