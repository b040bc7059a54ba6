package io.github.imagepromotion.registry;

import java.io.IOException;

/** Asked before each attempt of a write: what was right to write once may not be after a pause. */
@FunctionalInterface
public interface Permit {
    /** Always granted. */
    Permit ALWAYS = () -> {};

    /** @throws IOException (or an unchecked exception) if it must not be written any more */
    void require() throws IOException;
}
