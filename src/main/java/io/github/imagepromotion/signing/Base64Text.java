package io.github.imagepromotion.signing;

import com.google.gson.JsonObject;
import io.github.imagepromotion.json.Json;
import java.util.Base64;

/** Base64 in JSON that can be read in one way only: it has several texts for the same bytes. */
final class Base64Text {
    private Base64Text() {}

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
