package io.github.imagepromotion.image;

import java.io.IOException;

/** Makes one thing of another, which may fail as reading and writing do. */
@FunctionalInterface
public interface IoFunction<T, R> {
    /** {@return what it makes of the thing} */
    R apply(T thing) throws IOException;
}
