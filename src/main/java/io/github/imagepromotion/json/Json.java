package io.github.imagepromotion.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.image.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON that nobody vouches for, and writes the plugin's own. Everything that is wrong with a document ends in an
 * {@link ImageException} that names it; the depth is bounded, the size is the caller's to bound. A member that stands twice
 * is wrong, and so is one that differs by case only from a member that such a document has: of a record of the plugin's own
 * those are its components, of others their {@link Members}.
 */
public final class Json {
    private static final Gson COMPACT = Adapters.on(new GsonBuilder()).create();
    private static final Gson PRETTY =
            Adapters.on(new GsonBuilder()).setPrettyPrinting().create();

    /** What was read with a {@code null} in it keeps it. */
    private static final Gson ELEMENTS =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private Json() {}

    /**
     * @param content UTF-8 bytes of one JSON object
     * @param what the document, as a message names it
     * @return the object
     * @throws ImageException if the content is anything else
     */
    public static JsonObject object(byte[] content, String what) {
        JsonElement element = UnambiguousReader.read(content, what);
        if (!element.isJsonObject()) {
            throw malformed(what, "it is no JSON object");
        }
        return element.getAsJsonObject();
    }

    /**
     * @param content UTF-8 bytes of one JSON object
     * @param known the members that such a document is known to have
     * @param what the document, as a message names it
     * @return the object
     * @throws ImageException if the content is anything else, or means something else to programs that do not mind case
     */
    public static JsonObject object(byte[] content, Members known, String what) {
        JsonObject object = object(content, what);
        known.check(object, what);
        return object;
    }

    /**
     * @param content UTF-8 bytes of one JSON array of objects
     * @param known the members that these are known to have
     * @param what the document, as a message names it
     * @return the objects
     * @throws ImageException if the content is anything else, or means something else to programs that do not mind case
     */
    public static List<JsonObject> array(byte[] content, Members known, String what) {
        JsonElement element = UnambiguousReader.read(content, what);
        known.check(element, what);
        if (!element.isJsonArray()) {
            throw malformed(what, "it is no JSON array");
        }
        return objects(element.getAsJsonArray(), what, "it");
    }

    /**
     * Reads one of the plugin's own documents into its type.
     *
     * @param content UTF-8 bytes of one JSON object
     * @param type a record, whose constructor checks the values
     * @param what the document, as a message names it
     * @return the document
     * @throws ImageException if the content is no such document
     */
    public static <T> T read(byte[] content, Class<T> type, String what) {
        return read(object(content, what), type, what);
    }

    /** {@return a record, list or map of the plugin's own as part of another document} */
    public static JsonElement tree(Object document) {
        return COMPACT.toJsonTree(document);
    }

    /**
     * Reads a part of a document into its type.
     *
     * @param part of a document that was read
     * @param type a record, whose constructor checks the values
     * @param what the document, as a message names it
     * @return the part
     * @throws ImageException if it is no such part
     */
    public static <T> T read(JsonObject part, Class<T> type, String what) {
        try {
            return COMPACT.fromJson(part, type);
        } catch (ImageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw malformed(
                    what,
                    Text.printable(String.valueOf(UnambiguousReader.root(e).getMessage())),
                    e);
        }
    }

    /** {@return a record, list or map of the plugin's own as indented UTF-8 with a final line end} */
    public static byte[] pretty(Object document) {
        return (PRETTY.toJson(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** {@return a document of the plugin's own as {@link #pretty(Object)} has it, its messages in this wording} */
    public static byte[] pretty(Object document, Wording wording) {
        return (Adapters.telling(wording).setPrettyPrinting().create().toJson(document) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param document a JSON element, record, list or map
     * @return the document as compact UTF-8; members stand in the order they were added, so the same input gives the
     *     same bytes
     */
    public static byte[] compact(Object document) {
        Gson writer = document instanceof JsonElement ? ELEMENTS : COMPACT;
        return writer.toJson(document).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param object to look in
     * @param name of the member
     * @param what the document, as a message names it
     * @return the member's text, empty if it is absent or {@code null}
     * @throws ImageException if it is no string
     */
    public static Optional<String> string(JsonObject object, String name, String what) {
        JsonElement member = object.get(name);
        if (member == null || member.isJsonNull()) {
            return Optional.empty();
        }
        if (!member.isJsonPrimitive() || !member.getAsJsonPrimitive().isString()) {
            throw malformed(what, "'" + name + "' is no string");
        }
        return Optional.of(member.getAsString());
    }

    /**
     * @param object to look in
     * @param name of the member
     * @param what the document, as a message names it
     * @return the member's text
     * @throws ImageException if it is absent or no string
     */
    public static String requiredString(JsonObject object, String name, String what) {
        return string(object, name, what).orElseThrow(() -> malformed(what, "'" + name + "' is missing"));
    }

    /**
     * @param object to look in
     * @param name of the member
     * @param what the document, as a message names it
     * @return the member as a whole number
     * @throws ImageException if it is absent or no whole number that a {@code long} holds
     */
    public static long requiredLong(JsonObject object, String name, String what) {
        JsonElement member = object.get(name);
        try {
            if (member != null
                    && member.isJsonPrimitive()
                    && member.getAsJsonPrimitive().isNumber()) {
                return Long.parseLong(member.getAsString());
            }
        } catch (NumberFormatException e) {
            throw malformed(what, "'" + name + "' is no whole number", e);
        }
        throw malformed(what, "'" + name + "' is no number");
    }

    /**
     * @param object to look in
     * @param name of the member
     * @param what the document, as a message names it
     * @return the member, empty if it is absent or {@code null}
     * @throws ImageException if it is no object
     */
    public static Optional<JsonObject> member(JsonObject object, String name, String what) {
        JsonElement member = object.get(name);
        if (member == null || member.isJsonNull()) {
            return Optional.empty();
        }
        if (!member.isJsonObject()) {
            throw malformed(what, "'" + name + "' is no object");
        }
        return Optional.of(member.getAsJsonObject());
    }

    /**
     * @param object to look in
     * @param name of the member
     * @param what the document, as a message names it
     * @return the member's objects, an empty list if it is absent or {@code null}
     * @throws ImageException if it is no array of objects
     */
    public static List<JsonObject> objects(JsonObject object, String name, String what) {
        return objects(array(object, name, what), what, "'" + name + "'");
    }

    private static List<JsonObject> objects(JsonArray array, String what, String which) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonElement element : array) {
            if (!element.isJsonObject()) {
                throw malformed(what, which + " holds something else than objects");
            }
            objects.add(element.getAsJsonObject());
        }
        return objects;
    }

    /**
     * @param object to look in
     * @param name of the member
     * @param what the document, as a message names it
     * @return the member's strings, an empty list if it is absent or {@code null}
     * @throws ImageException if it is no array of strings
     */
    public static List<String> strings(JsonObject object, String name, String what) {
        List<String> strings = new ArrayList<>();
        for (JsonElement element : array(object, name, what)) {
            if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
                throw malformed(what, "'" + name + "' holds something else than strings");
            }
            strings.add(element.getAsString());
        }
        return strings;
    }

    /**
     * @param object to look in
     * @param name of the member
     * @param what the document, as a message names it
     * @return the member's names and texts in their order, an empty map if it is absent or {@code null}
     * @throws ImageException if it is no object of strings
     */
    public static Map<String, String> stringMap(JsonObject object, String name, String what) {
        Map<String, String> map = new LinkedHashMap<>();
        member(object, name, what).ifPresent(members -> members.keySet()
                .forEach(key -> map.put(key, requiredString(members, key, what + ", '" + name + "'"))));
        return map;
    }

    /**
     * As {@link #stringMap}, but a text that is {@code null} is empty, as Go's encoding/json has it: for annotations and
     * labels, which others write.
     *
     * @param object to look in
     * @param name of the member
     * @param what the document, as a message names it
     * @return the member's names and texts in their order, an empty map if it is absent or {@code null}
     * @throws ImageException if it is no object of strings
     */
    public static Map<String, String> annotations(JsonObject object, String name, String what) {
        Map<String, String> map = new LinkedHashMap<>();
        member(object, name, what).ifPresent(members -> members.keySet()
                .forEach(key -> map.put(
                        key, string(members, key, what + ", '" + name + "'").orElse(""))));
        return map;
    }

    /** {@return the exception to throw for a document, as a message names it, and what is wrong with it, printable} */
    public static ImageException malformed(String what, String why) {
        return new DamagedContentException("Malformed " + what + ": " + why + ".");
    }

    static ImageException malformed(String what, String why, Exception cause) {
        return new DamagedContentException("Malformed " + what + ": " + why + ".", cause);
    }

    private static JsonArray array(JsonObject object, String name, String what) {
        JsonElement member = object.get(name);
        if (member == null || member.isJsonNull()) {
            return new JsonArray();
        }
        if (!member.isJsonArray()) {
            throw malformed(what, "'" + name + "' is no array");
        }
        return member.getAsJsonArray();
    }
}
