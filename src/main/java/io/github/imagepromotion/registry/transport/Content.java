package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.DamagedContentException;
import java.io.IOException;

/** Reads the content of answers within bounds. */
public final class Content {
    private Content() {}

    /**
     * @param response to read
     * @param limit the most bytes that are taken
     * @param what the content, as a message names it
     * @return all of it
     * @throws DamagedContentException if there is more
     */
    public static byte[] whole(Response response, int limit, String what) throws IOException {
        byte[] content = response.body().readNBytes(limit + 1);
        if (content.length > limit) {
            throw new DamagedContentException(
                    "Refused " + what + ": it is larger than the " + limit + " bytes that such an answer may have.");
        }
        return content;
    }

    /** @return the beginning of the content, empty where it cannot be read */
    public static byte[] beginning(Response response, int limit) {
        try {
            return response.body().readNBytes(limit);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
