package io.github.imagepromotion.archive;

import io.github.imagepromotion.disk.DamagedTarException;
import io.github.imagepromotion.disk.TarEntry;
import io.github.imagepromotion.disk.TarReader;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the files of an image archive without reading their content. */
final class TarIndex {

    /**
     * The position of a file in the tar.
     *
     * @param offset offset of its first byte
     * @param size size in bytes
     */
    record Slice(long offset, long size) {
        static final Slice NONE = new Slice(0, 0);
    }

    private TarIndex() {}

    /**
     * @param channel the tar; not closed
     * @param what the tar, for messages
     * @return the files by name, in order
     * @throws ImageException if it is truncated or damaged, has a duplicate name, or anything but plain files
     */
    static Map<String, Slice> read(FileChannel channel, String what) throws IOException {
        Map<String, Slice> slices = new LinkedHashMap<>();
        try {
            for (TarEntry entry : TarReader.read(channel)) {
                String name = Text.quote(entry.name());
                if (entry.kind() != TarEntry.Kind.FILE) {
                    throw refused(what, "the entry " + name + " is not a plain file");
                }
                if (slices.put(entry.name(), new Slice(entry.offset(), entry.size())) != null) {
                    throw refused(what, "the entry " + name + " is there twice");
                }
            }
        } catch (DamagedTarException e) {
            throw refused(what, e);
        }
        return slices;
    }

    static ImageException refused(String what, String why) {
        return new ImageException(sentence(what, why));
    }

    private static ImageException refused(String what, DamagedTarException e) {
        return new ImageException(sentence(what, String.valueOf(e.getMessage())), e);
    }

    private static String sentence(String what, String why) {
        return "Refused " + what + ": " + why + ". Take it from the build again.";
    }
}
