package io.github.imagepromotion.faults.proxy;

/** Watches what passes. Called by many threads at once. */
public interface Traffic {
    /** Looks away. */
    Traffic UNWATCHED = new Traffic() {};

    /** @param request that arrived, without its content */
    default void requested(Head request) {}

    /**
     * A piece of a request's content has arrived, and is not passed on yet.
     *
     * @param request it belongs to
     * @param offset in the content
     * @param piece of the content
     */
    default void sent(Head request, long offset, byte[] piece) {}

    /**
     * The registry has answered; the client does not know yet.
     *
     * @param request that is answered
     * @param status of the answer
     */
    default void answered(Head request, int status) {}
}
