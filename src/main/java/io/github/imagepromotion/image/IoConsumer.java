package io.github.imagepromotion.image;

import java.io.IOException;

/** A {@link java.util.function.Consumer} that may throw {@link IOException}. */
@FunctionalInterface
public interface IoConsumer<T> {
    /** @param thing the argument */
    void accept(T thing) throws IOException;
}
