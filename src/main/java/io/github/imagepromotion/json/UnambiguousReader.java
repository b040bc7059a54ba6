package io.github.imagepromotion.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Rejects duplicate members of an object, of which some parsers take the first and others the last (RFC 8259, section
 * 4).
 */
final class UnambiguousReader extends JsonReader {
    private static final int DEEPEST = 64;

    private final Deque<Set<String>> open = new ArrayDeque<>();

    private UnambiguousReader(Reader text) {
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
            throw new JsonParseException("member " + Text.quote(name) + " occurs twice");
        }
        return name;
    }

    /**
     * @param content UTF-8 bytes of one JSON element
     * @param what the document, for messages
     * @return the element
     */
    static JsonElement read(byte[] content, String what) {
        try (JsonReader reader = new UnambiguousReader(new StringReader(utf8(content)))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(DEEPEST);
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("something follows it");
            }
            return element;
        } catch (CharacterCodingException e) {
            throw Json.malformed(what, "it is not JSON: it is not UTF-8", e);
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw Json.malformed(what, "it is not JSON: " + reason(e), e);
        }
    }

    /** Reduces Gson's messages, which mention classes and settings, to the position of the error. */
    private static String reason(Exception failure) {
        return Text.printable(String.valueOf(failure.getMessage())
                .replaceFirst("^(\\w+\\.)+\\w+: ", "")
                .replaceFirst("^Use JsonReader\\S+ to accept malformed JSON", "it is malformed")
                .replaceFirst("\\s*See https://\\S+", ""));
    }

    private static String utf8(byte[] content) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
    }

    /** Gson wraps exceptions of values. */
    static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
