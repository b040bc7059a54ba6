package io.github.imagepromotion.image;

/** A call to another machine that failed: what was to be done, and why that could not be, with the remedy. */
public final class FailedCallException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param what was to be done, after "Cannot"
     * @param reason why that could not be, and the remedy
     */
    public FailedCallException(String what, String reason) {
        super("Cannot " + what + ": " + reason);
        this.reason = reason;
    }

    /**
     * As {@link #FailedCallException(String, String)}.
     *
     * @param cause what led here, kept for {@code -e}
     */
    public FailedCallException(String what, String reason, Throwable cause) {
        super("Cannot " + what + ": " + reason, cause);
        this.reason = reason;
    }

    /** @return why it failed, and the remedy, for a sentence that says itself what was to be done */
    public String reason() {
        return reason;
    }
}
