package io.github.imagepromotion.image;

import java.io.IOException;

/** A {@link java.util.function.Supplier} that may throw {@link IOException}. */
@FunctionalInterface
public interface IoSupplier<T> {
    /** {@return the result} */
    T get() throws IOException;
}
