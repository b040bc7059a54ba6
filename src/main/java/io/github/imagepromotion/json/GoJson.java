package io.github.imagepromotion.json;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;

/** Writes JSON like Go's encoding/json, for content whose digest other tools compute from the same values. */
public final class GoJson {
    private GoJson() {}

    /**
     * @param document JSON, whose members are written in order
     * @return the bytes; HTML characters are escaped, which only occur in strings
     */
    public static byte[] compact(JsonElement document) {
        return new String(Json.compact(document), StandardCharsets.UTF_8)
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .getBytes(StandardCharsets.UTF_8);
    }
}
