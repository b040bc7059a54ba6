package io.github.imagepromotion.image;

import java.io.IOException;

/** A {@link Runnable} that may throw {@link IOException}. */
@FunctionalInterface
public interface IoRunnable {
    /** @throws IOException if it fails */
    void run() throws IOException;
}
