package io.github.imagepromotion.image;

/** A call to another machine failed. */
public final class FailedCallException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient Message reason;

    /**
     * @param what what was to be done, text that follows "Cannot"
     * @param reason why it failed
     */
    public FailedCallException(String what, Message reason) {
        super(Message.of("Cannot " + what + ": ").and(reason));
        this.reason = reason;
    }

    /**
     * As {@link #FailedCallException(String, Message)}.
     *
     * @param cause the cause, displayed with {@code -e}
     */
    public FailedCallException(String what, Message reason, Throwable cause) {
        super(Message.of("Cannot " + what + ": ").and(reason), cause);
        this.reason = reason;
    }

    /** {@return why it failed, for a sentence that says what was to be done} */
    public Message reason() {
        return reason;
    }
}
