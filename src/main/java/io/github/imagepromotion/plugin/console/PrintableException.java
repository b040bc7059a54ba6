package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message.Explained;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Redactor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces an exception for output. Maven appends the messages of all causes to its error, and their stack traces with
 * {@code -e}; those of HTTP and JSON libraries quote responses. Class names, messages as printable text without
 * secrets, and stack traces are kept. An exception that is safe as it is is not replaced.
 */
public final class PrintableException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 20;

    private final String kind;

    PrintableException(String message) {
        this(ImageException.class.getName(), message);
    }

    private PrintableException(String kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * @param thrown an exception with its causes
     * @param redactor knows the secrets
     * @return the replacement, or the exception itself if it is safe to print
     */
    public static Throwable of(Throwable thrown, Redactor redactor) {
        return isClean(thrown, redactor, DEEPEST) ? thrown : copy(thrown, redactor, DEEPEST);
    }

    private static boolean isClean(@Nullable Throwable thrown, Redactor redactor, int depth) {
        if (thrown == null) {
            return true;
        }
        return depth > 0
                && (thrown.getMessage() == null || message(thrown, redactor).equals(thrown.getMessage()))
                && isClean(thrown.getCause(), redactor, depth - 1)
                && Stream.of(thrown.getSuppressed()).allMatch(other -> isClean(other, redactor, depth - 1));
    }

    private static PrintableException copy(Throwable thrown, Redactor redactor, int depth) {
        PrintableException printable = new PrintableException(thrown.getClass().getName(), message(thrown, redactor));
        printable.setStackTrace(thrown.getStackTrace());
        @Nullable Throwable cause = thrown.getCause();
        if (cause != null && depth > 0) {
            printable.initCause(copy(cause, redactor, depth - 1));
        }
        return printable;
    }

    /**
     * Our own messages get their remedies; they may be long, and contain text that looks like a command: {@code
     * -Dimage.remoteRepositories=id::url}.
     */
    private static String message(Throwable thrown, Redactor redactor) {
        return thrown instanceof Explained known
                ? Text.harmless(redactor.clean(Remedies.tell(known.said())))
                : redactor.printable(String.valueOf(thrown.getMessage()));
    }

    /** {@return class name of the replaced exception, and the message} */
    @Override
    public String toString() {
        return kind + ": " + getMessage();
    }
}
