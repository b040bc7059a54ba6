package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.image.Compression;
import io.github.imagepromotion.image.Text;
import java.io.IOException;

/**
 * Content cannot be decompressed here, because this needs too much memory or a feature that the decompressor lacks. The
 * content may be valid.
 */
public final class UnexpandableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param why the decompressor's exception */
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
