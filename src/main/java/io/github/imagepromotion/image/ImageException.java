package io.github.imagepromotion.image;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a user can understand and mend: one sentence that says what failed, on which thing and why, then the
 * remedy. A message never holds a secret, and text that came from outside is passed through {@link Text} first.
 */
public class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A message that names one has a remedy. */
    private static final String PROPERTY = "-Dimage.";

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

    /**
     * @param what of which kind, such as {@code build record 'shop-image.json'}
     * @param version of its format, higher than what is read here
     * @param known the highest version that is read here
     * @return that a newer version of the plugin wrote it
     */
    public static ImageException newerFormat(String what, long version, int known) {
        return new ImageException("Cannot read " + what + ": " + newerFormat(version, known)
                + ". Use the version of the plugin that wrote it, or a newer one.");
    }

    /**
     * @param version of a format, higher than what is read here
     * @param known the highest version that is read here
     * @return the same as a clause, without remedy
     */
    public static String newerFormat(long version, int known) {
        return "its format has version " + version + ", and this version of image-promotion-maven-plugin reads up to "
                + known;
    }

    /**
     * Says of an inner failure what it was for: cause first, and the remedy once.
     *
     * @param what failed, such as {@code Cannot import 'shop.tar'}
     * @param why the inner failure
     * @param remedy where the inner one has none of its own
     * @return the failure to throw
     */
    public static ImageException of(String what, ImageException why, String remedy) {
        boolean call = why instanceof FailedCallException;
        String reason = call ? ((FailedCallException) why).reason() : String.valueOf(why.getMessage());
        boolean remedied = call || reason.contains(PROPERTY);
        String message = what + ": " + reason + (remedied ? "" : " " + remedy);
        // Maven prints the messages of all causes, and a call's would say the same once more.
        @Nullable Throwable cause = call ? why.getCause() : why;
        return cause == null ? new ImageException(message) : new ImageException(message, cause);
    }
}
