package io.github.imagepromotion.image;

import java.io.IOException;

/** A {@link java.util.function.Function} that may throw {@link IOException}. */
@FunctionalInterface
public interface IoFunction<T, R> {
    /** {@return the result for an argument} */
    R apply(T thing) throws IOException;
}
