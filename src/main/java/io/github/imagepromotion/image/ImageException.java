package io.github.imagepromotion.image;

/**
 * A failure that a user can understand and mend: one sentence that says what failed, on which thing and why, then the
 * remedy. A message never holds a secret, and text that came from outside is passed through {@link Text} first.
 */
public class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed, on which thing, why; then the remedy, naming the XML element and the {@code -D}
     *     property
     */
    public ImageException(String message) {
        super(message);
    }

    /**
     * @param message as in {@link #ImageException(String)}
     * @param cause what led here, kept for {@code -e}
     */
    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
