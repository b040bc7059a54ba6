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
 * The members that a kind of document is known to have. Go's {@code encoding/json}, by which docker, containerd, skopeo and
 * most registries read, takes a member whose name differs by case only for the one that is meant, and the last of several:
 * a manifest with {@code layers} and {@code Layers} is one thing to them and another to us. Such a document is refused.
 * Members that nobody knows are none of these, and stay.
 */
public final class Members {
    /** What is in an object whose names are data, such as annotations, or in a value: nothing is known. */
    private static final Members ANY = new Members(Map.of());

    private final Map<String, Members> known;
    private final Map<String, String> folded = new HashMap<>();

    private Members(Map<String, Members> known) {
        this.known = known;
        known.keySet().forEach(name -> folded.put(fold(name), name));
    }

    /**
     * @param names of members
     * @return a kind of object that has them, nothing being known of what is in them
     */
    public static Members of(String... names) {
        return new Members(Map.of()).with(names);
    }

    /**
     * @param names of members, nothing being known of what is in them
     * @return this kind of object with these, too
     */
    public Members with(String... names) {
        Map<String, Members> more = new HashMap<>(known);
        for (String name : names) {
            more.put(name, ANY);
        }
        return new Members(more);
    }

    /**
     * @param name of a member
     * @param content the kind of object that it is, or that its array is made of
     * @return this kind of object with that, too
     */
    public Members with(String name, Members content) {
        Map<String, Members> more = new HashMap<>(known);
        more.put(name, content);
        return new Members(more);
    }

    /**
     * @param read an object of this kind, or an array of such
     * @param what the document, as a message names it
     * @throws ImageException if a member of it, however deep, is a known one but for its case
     */
    public void check(JsonElement read, String what) {
        ambiguity(read).ifPresent(why -> {
            throw Json.malformed(what, why);
        });
    }

    /** Why programs that do not mind case read something else, empty if they do not. */
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

    /** As Go folds: the long s is an s, too, and the sign for kelvin a k. */
    private static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        name.chars().forEach(c -> folded.append(Character.toLowerCase(Character.toUpperCase((char) c))));
        return folded.toString();
    }
}
