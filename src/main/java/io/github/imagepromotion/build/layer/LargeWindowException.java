package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.image.Compression;
import java.io.IOException;

/** Content is compressed in a way that takes more memory to expand than is spent on it here; it may well be sound. */
public final class LargeWindowException extends IOException {
    private static final long serialVersionUID = 1L;

    LargeWindowException(Compression compression, long wantedMegabytes, long limitMegabytes) {
        super("it is compressed with " + compression.tool() + " and a window of " + wantedMegabytes
                + " MB, and at most " + limitMegabytes + " MB can be expanded here");
    }
}
