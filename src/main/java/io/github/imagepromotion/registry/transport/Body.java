package io.github.imagepromotion.registry.transport;

import java.io.IOException;
import java.io.OutputStream;

/** Content of a request, which can be written again when the request is repeated. */
public interface Body {

    /** No content, but a length of 0 that is stated. */
    Body EMPTY = of(new byte[0]);

    /** {@return its length in bytes} */
    long length();

    /**
     * @param out takes exactly {@link #length} bytes
     * @throws SourceException if the content cannot be read, or is not what was announced: the request fails, and is
     *     not repeated
     * @throws IOException if it cannot be sent
     */
    void writeTo(OutputStream out) throws IOException;

    /** {@return that content} */
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
