package io.github.imagepromotion.json;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;

/** JSON as Go's encoding/json writes it, for content whose digest other tools compute from the same values. */
public final class GoJson {
    private GoJson() {}

    /**
     * @param document members are written in their order
     * @return the bytes; characters of HTML are escaped, none of which stands outside a string
     */
    public static byte[] compact(JsonElement document) {
        return new String(Json.compact(document), StandardCharsets.UTF_8)
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .getBytes(StandardCharsets.UTF_8);
    }
}
