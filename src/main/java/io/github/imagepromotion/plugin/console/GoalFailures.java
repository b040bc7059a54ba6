package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.disk.FullDisk;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** Converts exceptions of goals for Maven: errors that the user can fix have one sentence, others are unexpected. */
public final class GoalFailures {
    private final Redactor redactor;
    private final Redactor shown;
    private final String directory;

    /**
     * @param redactor knows every secret
     * @param shown also hides values from outside of POMs
     * @param directory build directory, for failures that name no file
     */
    public GoalFailures(Redactor redactor, Redactor shown, String directory) {
        this.redactor = redactor;
        this.shown = shown;
        this.directory = directory;
    }

    /** {@return the exception for Maven, without quoted values from outside} */
    public AbstractMojoExecutionException of(Exception failure) {
        Throwable printable = PrintableException.of(failure, shown);
        if (failure instanceof ImageException) {
            return new MojoFailureException(String.valueOf(printable.getMessage()), printable);
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return of(Objects.requireNonNull(unchecked.getCause()));
        }
        if (failure instanceof IOException io) {
            return ofDisk(io, printable);
        }
        if (failure instanceof InvalidPathException path) {
            return new MojoFailureException(noName(path), printable);
        }
        return new MojoExecutionException("Unexpected: " + printable, printable);
    }

    /** A full or read-only disk can be fixed by the user; other errors are unexpected. */
    private AbstractMojoExecutionException ofDisk(IOException e, Throwable printable) {
        if (FullDisk.isReasonOf(e)) {
            return new MojoFailureException(
                    "Cannot write " + Text.quote(fileOf(e))
                            + ": the disk is full. Nothing half-written is left; make room"
                            + " and run the same command again.",
                    printable);
        }
        if (e instanceof FileSystemException failure) {
            return new MojoFailureException(
                    "Cannot read or write " + Text.quote(fileOf(e)) + ": " + reason(failure)
                            + ". Make it accessible and run the same command again.",
                    printable);
        }
        return new MojoExecutionException("Unexpected: " + printable.getMessage(), printable);
    }

    /** With the C locale, Java cannot represent all file names. */
    private static String noName(InvalidPathException e) {
        String characters = System.getProperty("sun.jnu.encoding", "");
        boolean tellsAll = characters.toUpperCase(Locale.ROOT).startsWith("UTF");
        return "Not the name of a file: " + Text.quote(e.getInput())
                + (tellsAll
                        ? ": " + Text.printable(e.getReason()) + ". Correct it."
                        : ": this call knows names in " + characters
                                + " only. Call Maven with LC_ALL=C.UTF-8 in its environment,"
                                + " or correct the name.");
    }

    /** {@return the reason without the file, which the message names, and without Java's class names} */
    private String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "it is not there";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission is denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "something else is there";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        return failure.getReason() == null ? "the file system refuses it" : redactor.printable(failure.getReason());
    }

    /** {@return the file that could not be written; if unknown, the build directory} */
    private String fileOf(IOException e) {
        if (e instanceof FileSystemException failure) {
            String target = failure.getOtherFile() == null ? failure.getFile() : failure.getOtherFile();
            if (target != null) {
                return target;
            }
        }
        return directory;
    }
}
