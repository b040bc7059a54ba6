package io.github.imagepromotion.image;

import java.io.IOException;

/** Work that may fail as reading and writing do. */
@FunctionalInterface
public interface IoRunnable {
    /** @throws IOException if it fails */
    void run() throws IOException;
}
