package io.github.imagepromotion.image;

/** A call to another machine that failed: what was to be done, and why that could not be. */
public final class FailedCallException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient Message reason;

    /**
     * @param what was to be done, after "Cannot"
     * @param reason why that could not be
     */
    public FailedCallException(String what, Message reason) {
        super(Message.of("Cannot " + what + ": ").and(reason));
        this.reason = reason;
    }

    /**
     * As {@link #FailedCallException(String, Message)}.
     *
     * @param cause what led here, kept for {@code -e}
     */
    public FailedCallException(String what, Message reason, Throwable cause) {
        super(Message.of("Cannot " + what + ": ").and(reason), cause);
        this.reason = reason;
    }

    /** {@return why it failed, for a sentence that says itself what was to be done} */
    public Message reason() {
        return reason;
    }
}
