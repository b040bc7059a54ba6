package io.github.imagepromotion.registry;

import java.io.IOException;

/** A condition that is checked before each attempt of a write, since it may no longer hold after a pause. */
@FunctionalInterface
public interface Precondition {
    /** Always met. */
    Precondition NONE = () -> {};

    /** @throws IOException (or an unchecked exception) if the condition does not hold: nothing may be written */
    void check() throws IOException;
}
