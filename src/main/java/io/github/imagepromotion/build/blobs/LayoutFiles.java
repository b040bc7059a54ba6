package io.github.imagepromotion.build.blobs;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The files of an image layout, wherever they are. Safe for use by several threads. */
public interface LayoutFiles extends Closeable {

    /**
     * @param name of a file, relative to the layout, with {@code /}
     * @return its size in bytes
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws io.github.imagepromotion.image.ImageException if it is no regular file of the layout
     */
    long size(String name) throws IOException;

    /**
     * @param name of a file, relative to the layout, with {@code /}
     * @param offset of the first byte to be read
     * @return the bytes from there; the caller closes it
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws io.github.imagepromotion.image.ImageException if it is no regular file of the layout
     */
    InputStream open(String name, long offset) throws IOException;

    /** {@return where the files are, as a message names it} */
    String place();
}
