package io.github.imagepromotion.image;

import io.github.imagepromotion.image.Message.Explained;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a user can understand and mend: one sentence that says what failed, on which thing and why, and its typed
 * {@link Reason}, from which comes the remedy. A message never holds a secret, and text that came from outside is passed
 * through {@link Text} first.
 */
public class ImageException extends RuntimeException implements Explained {
    private static final long serialVersionUID = 1L;

    private final transient Message said;

    /** @param message what failed, on which thing, why */
    public ImageException(String message) {
        this(Message.of(message));
    }

    /** @param message what failed, on which thing, why, and for which reason */
    public ImageException(Message message) {
        super(message.text());
        this.said = message;
    }

    /**
     * @param message as in {@link #ImageException(String)}
     * @param cause what led here, kept for {@code -e}
     */
    public ImageException(String message, Throwable cause) {
        this(Message.of(message), cause);
    }

    /**
     * @param message as in {@link #ImageException(Message)}
     * @param cause what led here, kept for {@code -e}
     */
    public ImageException(Message message, Throwable cause) {
        super(message.text(), cause);
        this.said = message;
    }

    @Override
    public Message said() {
        return said;
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
     * Says of an inner failure what it was for: cause first, and one reason, the inner one where there is one.
     *
     * @param what failed, such as {@code Cannot import 'shop.tar'}
     * @param why the inner failure
     * @param otherwise the reason where the inner failure has none of its own
     * @param arguments as in {@link Message#because}
     * @return the failure to throw
     */
    public static ImageException of(String what, ImageException why, Reason otherwise, Object... arguments) {
        boolean call = why instanceof FailedCallException;
        Message inner = call ? ((FailedCallException) why).reason() : why.said();
        Message message = Message.of(what + ": ").and(inner);
        message = call || !inner.reasons().isEmpty() ? message : message.because(otherwise, arguments);
        // Maven prints the messages of all causes, and a call's would say the same once more.
        @Nullable Throwable cause = call ? why.getCause() : why;
        return cause == null ? new ImageException(message) : new ImageException(message, cause);
    }
}
