package io.github.imagepromotion.image;

import java.io.IOException;

/** Gives something, which may fail as reading and writing do. */
@FunctionalInterface
public interface IoSupplier<T> {
    /** {@return what is asked for} */
    T get() throws IOException;
}
