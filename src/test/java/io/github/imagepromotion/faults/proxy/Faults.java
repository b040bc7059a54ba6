package io.github.imagepromotion.faults.proxy;

import java.util.Optional;

/** Decides what goes wrong. Asked by many threads at once. */
public interface Faults {
    /** Nothing goes wrong. */
    Faults NONE = (operation, request) -> Optional.empty();

    /**
     * @param operation that is asked for
     * @param request that arrived, without its content
     * @return what is to go wrong with it
     */
    Optional<Fault> next(Operation operation, Head request);

    /**
     * A fault has really happened.
     *
     * @param kind of it
     */
    default void injected(FaultKind kind) {}

    /** {@return a token that the registry took once} */
    default String expiredToken() {
        return "none";
    }
}
