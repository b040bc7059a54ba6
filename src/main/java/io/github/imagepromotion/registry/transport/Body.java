package io.github.imagepromotion.registry.transport;

import java.io.IOException;
import java.io.OutputStream;

/** Content of a request, which can be written again for a retry. */
public interface Body {

    /** No content, with an explicit length of 0. */
    Body EMPTY = of(new byte[0]);

    /** {@return the length in bytes} */
    long length();

    /**
     * @param out receives exactly {@link #length} bytes
     * @throws SourceException if the content cannot be read or does not have the expected digest: the request fails,
     *     and is not retried
     * @throws IOException if it cannot be sent
     */
    void writeTo(OutputStream out) throws IOException;

    /** {@return a body with this content} */
    static Body of(byte[] content) {
        return new Body() {
            @Override
            public long length() {
                return content.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(content);
            }
        };
    }
}
