package io.github.imagepromotion.build.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Compares two streams to their end. */
record SameContent(InputStream one, InputStream other) {
    private static final int PART = 64 * 1024;

    boolean compare() throws IOException {
        byte[] part;
        do {
            part = one.readNBytes(PART);
            if (!Arrays.equals(part, other.readNBytes(PART))) {
                return false;
            }
        } while (part.length > 0);
        return true;
    }
}
