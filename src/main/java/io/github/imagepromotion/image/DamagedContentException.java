package io.github.imagepromotion.image;

/** Content does not match its descriptor, or is malformed. The source responded, so a retry would not help. */
public final class DamagedContentException extends ImageException {
    private static final long serialVersionUID = 1L;

    /** @param message as in {@link ImageException#ImageException(Message)} */
    public DamagedContentException(Message message) {
        super(message);
    }

    /** @param message as in {@link ImageException#ImageException(String)} */
    public DamagedContentException(String message) {
        super(message);
    }

    /**
     * @param message as in {@link ImageException#ImageException(Message)}
     * @param cause the cause
     */
    public DamagedContentException(Message message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param message as in {@link ImageException#ImageException(String)}
     * @param cause the cause
     */
    public DamagedContentException(String message, Throwable cause) {
        super(message, cause);
    }
}
