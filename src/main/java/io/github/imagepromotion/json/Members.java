package io.github.imagepromotion.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The known members of a type of document. Go's {@code encoding/json}, used by docker, containerd, skopeo and most
 * registries, matches member names case-insensitively and takes the last of several: such programs read a manifest with
 * {@code layers} and {@code Layers} differently from this plugin. These documents are rejected; unknown members are
 * ignored and kept.
 */
public final class Members {
    /** For values, and for objects whose names are data, such as annotations: no known members. */
    private static final Members ANY = new Members(Map.of());

    private final Map<String, Members> known;
    private final Map<String, String> folded = new HashMap<>();

    private Members(Map<String, Members> known) {
        this.known = known;
        known.keySet().forEach(name -> folded.put(fold(name), name));
    }

    /**
     * @param names names of members
     * @return an object type with these members, whose contents are not checked
     */
    public static Members of(String... names) {
        return new Members(Map.of()).with(names);
    }

    /**
     * @param names names of members, whose contents are not checked
     * @return this object type with these members added
     */
    public Members with(String... names) {
        Map<String, Members> more = new HashMap<>(known);
        for (String name : names) {
            more.put(name, ANY);
        }
        return new Members(more);
    }

    /**
     * @param name name of a member
     * @param content object type of the member, or of the elements of its array
     * @return this object type with this member added
     */
    public Members with(String name, Members content) {
        Map<String, Members> more = new HashMap<>(known);
        more.put(name, content);
        return new Members(more);
    }

    /**
     * @param read an object of this type, or an array of such
     * @param what the document, for messages
     * @throws ImageException if, at any depth, a member differs from a known one only in case
     */
    public void check(JsonElement read, String what) {
        ambiguity(read).ifPresent(why -> {
            throw Json.malformed(what, why);
        });
    }

    /** {@return why case-insensitive parsers would read the element differently; empty if they would not} */
    Optional<String> ambiguity(JsonElement read) {
        if (read instanceof JsonArray array) {
            for (JsonElement element : array) {
                Optional<String> found = ambiguity(element);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        if (read instanceof JsonObject object && !known.isEmpty()) {
            for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                Optional<String> found = ambiguity(member.getKey(), member.getValue());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> ambiguity(String name, JsonElement value) {
        Members content = known.get(name);
        return content != null
                ? content.ambiguity(value)
                : Optional.ofNullable(folded.get(fold(name)))
                        .map(meant -> "member " + Text.quote(name) + " is '" + meant
                                + "' to programs that do not mind case, and something else to others");
    }

    /** Case folding as in Go's encoding/json, where the long s equals s and the Kelvin sign k. */
    private static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        name.chars().forEach(c -> folded.append(Character.toLowerCase(Character.toUpperCase((char) c))));
        return folded.toString();
    }
}
