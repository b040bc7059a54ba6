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
 * Reads untrusted JSON, and writes the plugin's own. Any error in a document is an {@link ImageException} that names
 * it. Nesting depth is limited; the caller limits the size. A duplicate member is an error, and so is one that differs
 * only in case from a known member: a component of the plugin's own records, or one of {@link Members} of other
 * documents.
 */
public final class Json {
    private static final Gson COMPACT = Adapters.on(new GsonBuilder()).create();
    private static final Gson PRETTY =
            Adapters.on(new GsonBuilder()).setPrettyPrinting().create();

    /** Keeps {@code null} values that were read. */
    private static final Gson ELEMENTS =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private Json() {}

    /**
     * @param content UTF-8 bytes of one JSON object
     * @param what the document, for messages
     * @return the object
     * @throws ImageException if the content is anything else
     */
    public static JsonObject object(byte[] content, String what) {
        JsonElement element = UnambiguousReader.read(content, what);
        if (!element.isJsonObject()) {
            throw malformed(what, "it is not a JSON object");
        }
        return element.getAsJsonObject();
    }

    /**
     * @param content UTF-8 bytes of one JSON object
     * @param known known members of such a document
     * @param what the document, for messages
     * @return the object
     * @throws ImageException if the content is anything else, or is ambiguous for case-insensitive parsers
     */
    public static JsonObject object(byte[] content, Members known, String what) {
        JsonObject object = object(content, what);
        known.check(object, what);
        return object;
    }

    /**
     * @param content UTF-8 bytes of one JSON array of objects
     * @param known known members of the objects
     * @param what the document, for messages
     * @return the objects
     * @throws ImageException if the content is anything else, or is ambiguous for case-insensitive parsers
     */
    public static List<JsonObject> array(byte[] content, Members known, String what) {
        JsonElement element = UnambiguousReader.read(content, what);
        known.check(element, what);
        if (!element.isJsonArray()) {
            throw malformed(what, "it is not a JSON array");
        }
        return objects(element.getAsJsonArray(), what, "it");
    }

    /**
     * Reads one of the plugin's own documents.
     *
     * @param content UTF-8 bytes of one JSON object
     * @param type a record whose constructor validates
     * @param what the document, for messages
     * @return the document
     * @throws ImageException if the content is not such a document
     */
    public static <T> T read(byte[] content, Class<T> type, String what) {
        return read(object(content, what), type, what);
    }

    /** {@return a record, list or map of the plugin as JSON} */
    public static JsonElement tree(Object document) {
        return COMPACT.toJsonTree(document);
    }

    /**
     * Reads a part of a document.
     *
     * @param part part of a parsed document
     * @param type a record whose constructor validates
     * @param what the document, for messages
     * @return the part
     * @throws ImageException if it is not such a part
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

    /** {@return a record, list or map of the plugin as indented UTF-8 with a final newline} */
    public static byte[] pretty(Object document) {
        return (PRETTY.toJson(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** {@return like {@link #pretty(Object)}, with messages in this wording} */
    public static byte[] pretty(Object document, Wording wording) {
        return (Adapters.telling(wording).setPrettyPrinting().create().toJson(document) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param document a JSON element, record, list or map
     * @return compact UTF-8 with members in insertion order, so that the same input gives the same bytes
     */
    public static byte[] compact(Object document) {
        Gson writer = document instanceof JsonElement ? ELEMENTS : COMPACT;
        return writer.toJson(document).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param object an object
     * @param name name of the member
     * @param what the document, for messages
     * @return the member's text; empty if it is absent or {@code null}
     * @throws ImageException if it is not a string
     */
    public static Optional<String> string(JsonObject object, String name, String what) {
        JsonElement member = object.get(name);
        if (member == null || member.isJsonNull()) {
            return Optional.empty();
        }
        if (!member.isJsonPrimitive() || !member.getAsJsonPrimitive().isString()) {
            throw malformed(what, "'" + name + "' is not a string");
        }
        return Optional.of(member.getAsString());
    }

    /**
     * @param object an object
     * @param name name of the member
     * @param what the document, for messages
     * @return the member's text
     * @throws ImageException if it is absent or not a string
     */
    public static String requiredString(JsonObject object, String name, String what) {
        return string(object, name, what).orElseThrow(() -> malformed(what, "'" + name + "' is missing"));
    }

    /**
     * @param object an object
     * @param name name of the member
     * @param what the document, for messages
     * @return the member as an integer
     * @throws ImageException if it is absent or not an integer in the range of {@code long}
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
            throw malformed(what, "'" + name + "' is not a whole number", e);
        }
        throw malformed(what, "'" + name + "' is not a number");
    }

    /**
     * @param object an object
     * @param name name of the member
     * @param what the document, for messages
     * @return the member; empty if it is absent or {@code null}
     * @throws ImageException if it is not an object
     */
    public static Optional<JsonObject> member(JsonObject object, String name, String what) {
        JsonElement member = object.get(name);
        if (member == null || member.isJsonNull()) {
            return Optional.empty();
        }
        if (!member.isJsonObject()) {
            throw malformed(what, "'" + name + "' is not an object");
        }
        return Optional.of(member.getAsJsonObject());
    }

    /**
     * @param object an object
     * @param name name of the member
     * @param what the document, for messages
     * @return the member's objects; empty if it is absent or {@code null}
     * @throws ImageException if it is not an array of objects
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
     * @param object an object
     * @param name name of the member
     * @param what the document, for messages
     * @return the member's strings; empty if it is absent or {@code null}
     * @throws ImageException if it is not an array of strings
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
     * @param object an object
     * @param name name of the member
     * @param what the document, for messages
     * @return the member's strings by name, in order; empty if it is absent or {@code null}
     * @throws ImageException if it is not an object of strings
     */
    public static Map<String, String> stringMap(JsonObject object, String name, String what) {
        Map<String, String> map = new LinkedHashMap<>();
        member(object, name, what).ifPresent(members -> members.keySet()
                .forEach(key -> map.put(key, requiredString(members, key, what + ", '" + name + "'"))));
        return map;
    }

    /**
     * As {@link #stringMap}, but with {@code null} values as empty strings, like Go's encoding/json: for annotations
     * and labels, which other tools write.
     *
     * @param object an object
     * @param name name of the member
     * @param what the document, for messages
     * @return the member's strings by name, in order; empty if it is absent or {@code null}
     * @throws ImageException if it is not an object of strings
     */
    public static Map<String, String> annotations(JsonObject object, String name, String what) {
        Map<String, String> map = new LinkedHashMap<>();
        member(object, name, what).ifPresent(members -> members.keySet()
                .forEach(key -> map.put(
                        key, string(members, key, what + ", '" + name + "'").orElse(""))));
        return map;
    }

    /** {@return the exception to throw for a malformed document, from its name and a printable clause} */
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
            throw malformed(what, "'" + name + "' is not an array");
        }
        return member.getAsJsonArray();
    }
}
