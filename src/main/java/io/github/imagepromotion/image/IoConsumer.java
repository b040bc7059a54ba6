package io.github.imagepromotion.image;

import java.io.IOException;

/** Does something with one thing, which may fail as reading and writing do. */
@FunctionalInterface
public interface IoConsumer<T> {
    /** @param thing to do it with */
    void accept(T thing) throws IOException;
}
