package io.github.imagepromotion.image;

/**
 * Content that is not what its descriptor or its form says: it has another digest or size, or cannot be parsed. The
 * place that holds it did answer, so asking again is of no use.
 */
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
     * @param cause what led here
     */
    public DamagedContentException(Message message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param message as in {@link ImageException#ImageException(String)}
     * @param cause what led here
     */
    public DamagedContentException(String message, Throwable cause) {
        super(message, cause);
    }
}
