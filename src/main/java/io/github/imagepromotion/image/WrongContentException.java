package io.github.imagepromotion.image;

/** Content to be sent does not match its descriptor; its last bytes were not sent. */
public final class WrongContentException extends ImageException {
    private static final long serialVersionUID = 1L;

    /**
     * @param blob descriptor of the content
     * @param what what was to be done with it, such as {@code send}
     * @param how how it differs
     */
    public WrongContentException(Descriptor blob, String what, String how) {
        super(Message.of("Refused to " + what + " " + blob.digest() + ": " + how
                        + ", so it is not what its descriptor says.")
                .because(ContentReason.WRONG_CONTENT));
    }

    /** Reasons why content is refused. */
    public enum ContentReason implements Reason {
        /** The content does not match its descriptor. */
        WRONG_CONTENT
    }
}
