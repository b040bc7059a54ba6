package io.github.imagepromotion.signing;

import com.google.gson.JsonObject;
import io.github.imagepromotion.json.Json;
import java.util.Base64;

/** Strict Base64 in JSON: rejects non-canonical encodings, since otherwise several texts have the same bytes. */
final class Base64Text {
    private Base64Text() {}

    /**
     * @param object an object
     * @param name name of the member: Base64 with padding, in the standard or the URL alphabet (DSSE 1.0.2,
     *     protocol.md)
     * @param what the document, for messages
     * @return the bytes
     * @throws io.github.imagepromotion.image.ImageException if the member is absent or not canonical
     */
    static byte[] bytes(JsonObject object, String name, String what) {
        return base64(Json.requiredString(object, name, what), "'" + name + "'", what);
    }

    /**
     * @param text text as accepted by {@link #bytes}
     * @param name name of the text, for messages
     * @param what the document, for messages
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
            throw Json.malformed(what, name + " is not base64");
        }
        throw Json.malformed(what, name + " is not canonical base64");
    }
}
