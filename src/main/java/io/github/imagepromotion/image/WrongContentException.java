package io.github.imagepromotion.image;

/** Content on its way out that is not what its descriptor says; the last of it was kept back. */
public final class WrongContentException extends ImageException {
    private static final long serialVersionUID = 1L;

    /**
     * @param blob that was to be sent
     * @param what was done with it, such as {@code send}
     * @param how it differs
     */
    public WrongContentException(Descriptor blob, String what, String how) {
        super(Message.of("Refused to " + what + " " + blob.digest() + ": " + how
                        + ", so it is not what its descriptor says.")
                .because(ContentReason.WRONG_CONTENT));
    }

    /** Why content is refused. */
    public enum ContentReason implements Reason {
        /** What is sent is not what its descriptor says. */
        WRONG_CONTENT
    }
}
