package io.github.imagepromotion.image;

import io.github.imagepromotion.image.Message.Explained;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a user can understand and fix: a sentence that says what failed, on which thing and why, with a typed
 * {@link Reason} that selects the remedy. Messages contain no secrets, and texts from outside are passed through {@link
 * Text}.
 */
public class ImageException extends RuntimeException implements Explained {
    private static final long serialVersionUID = 1L;

    private final transient Message said;

    /** @param message what failed, on which thing, why */
    public ImageException(String message) {
        this(Message.of(message));
    }

    /** @param message what failed, on which thing, why, with its reason */
    public ImageException(Message message) {
        super(message.text());
        this.said = message;
    }

    /**
     * @param message as in {@link #ImageException(String)}
     * @param cause the cause, displayed with {@code -e}
     */
    public ImageException(String message, Throwable cause) {
        this(Message.of(message), cause);
    }

    /**
     * @param message as in {@link #ImageException(Message)}
     * @param cause the cause, displayed with {@code -e}
     */
    public ImageException(Message message, Throwable cause) {
        super(message.text(), cause);
        this.said = message;
    }

    @Override
    public Message said() {
        return said;
    }

    /** {@return whether it has one of these reasons} */
    public final boolean isBecause(Set<? extends Reason> any) {
        return said().reasons().stream().anyMatch(because -> any.contains(because.reason()));
    }

    /**
     * @param what the document, such as {@code build record 'shop-image.json'}
     * @param version version of its format, higher than supported
     * @param known highest supported version
     * @return an exception that says that a newer version of the plugin wrote it
     */
    public static ImageException newerFormat(String what, long version, int known) {
        return new ImageException("Cannot read " + what + ": " + newerFormat(version, known)
                + ". Use the version of the plugin that wrote it, or a newer one.");
    }

    /**
     * @param version version of a format, higher than supported
     * @param known highest supported version
     * @return the same as a clause, without remedy
     */
    public static String newerFormat(long version, int known) {
        return "its format has version " + version + ", and this version of image-promotion-maven-plugin reads up to "
                + known;
    }

    /**
     * Adds to a failure what it was for.
     *
     * @param what what failed, such as {@code Cannot import 'shop.tar'}
     * @param why the failure
     * @param otherwise reason, if the failure has none
     * @param arguments as in {@link Message#because}
     * @return the exception to throw
     */
    public static ImageException of(String what, ImageException why, Reason otherwise, Object... arguments) {
        boolean call = why instanceof FailedCallException;
        Message inner = call ? ((FailedCallException) why).reason() : why.said();
        Message message = Message.of(what + ": ").and(inner);
        message = call || !inner.reasons().isEmpty() ? message : message.because(otherwise, arguments);
        // Maven prints the messages of all causes; that of a FailedCallException would repeat the message.
        @Nullable Throwable cause = call ? why.getCause() : why;
        return cause == null ? new ImageException(message) : new ImageException(message, cause);
    }
}
