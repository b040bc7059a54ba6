package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.image.Compression;
import io.github.imagepromotion.image.Text;
import java.io.IOException;

/**
 * Content is compressed in a way that takes more memory to expand than is spent on it here, or that the decompressor does
 * not know; it may well be sound.
 */
public final class UnexpandableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param why the decompressor's words */
    UnexpandableException(Compression compression, IOException why) {
        super(
                "it is compressed with " + compression.tool() + " in a way that cannot be expanded here ("
                        + Text.printable(String.valueOf(why.getMessage())) + ")",
                why);
    }

    UnexpandableException(Compression compression, long wantedMegabytes, long limitMegabytes) {
        super("it is compressed with " + compression.tool() + " and a window of " + wantedMegabytes
                + " MB, and at most " + limitMegabytes + " MB can be expanded here");
    }
}
