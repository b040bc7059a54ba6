package io.github.imagepromotion.plugin;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.config.CommandLine;
import io.github.imagepromotion.plugin.config.ConfigurationCheck;
import io.github.imagepromotion.plugin.config.OutsideValues;
import io.github.imagepromotion.plugin.console.PrintableException;
import io.github.imagepromotion.plugin.console.RedactingLog;
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
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What all goals have in common: they can be skipped, and they say what is wrong in one way. */
abstract class AbstractImageMojo extends AbstractMojo {

    /** Skips every goal of this plugin. */
    @Parameter(property = "image.skip", defaultValue = "false")
    private boolean skip;

    /** The call of Maven. */
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    protected MavenSession session;

    /** The project that it runs in; a stand-in where there is no POM. */
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    protected MavenProject project;

    /** The execution of this goal. */
    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    protected MojoExecution execution;

    /** Knows every secret of this call: a mojo is made for one. */
    private final Redactor redactor = new Redactor();

    /** Knows what the log does not show, too: values that come from outside of the POMs. */
    private final Redactor shown = new Redactor(redactor);

    /** Takes secrets out of everything this call says; whoever gets to know a secret tells it. */
    protected final Redactor redactor() {
        return redactor;
    }

    /** Maven's log without secrets and without control characters. */
    @Override
    public RedactingLog getLog() {
        return new RedactingLog(super.getLog(), shown);
    }

    /** An error as it may be printed. */
    protected final Throwable printable(Throwable error) {
        return PrintableException.of(error, shown);
    }

    /** Whether every goal is skipped. */
    protected final boolean isSkipped() {
        return skip;
    }

    /** Refuses what Maven took for something else than was meant, and lets the command line win. */
    protected final void checkConfiguration() {
        new ConfigurationCheck(session, project, execution).run().ifPresent(getLog()::warn);
        new CommandLine(session, project, execution).override(this);
        new OutsideValues(session, project, execution).hideIn(shown);
    }

    /** Does the goal's work. */
    protected abstract void run() throws IOException;

    /** Tells others than Maven why the goal failed. */
    protected void failed(String message) {}

    /** Does what is due although the goal is skipped. */
    protected void skipped() throws IOException {}

    /**
     * @return why there is nothing to do in this project, empty if there is
     */
    protected Optional<String> reasonToSkip() {
        return Optional.empty();
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            checkConfiguration();
            Optional<String> reason = skip ? Optional.of("image.skip is set") : reasonToSkip();
            if (reason.isPresent()) {
                getLog().info("Skipped: " + reason.get() + ".");
                skipped();
            } else {
                run();
            }
        } catch (ImageException e) {
            Throwable printable = PrintableException.of(e, shown);
            failed(String.valueOf(printable.getMessage()));
            throw new MojoFailureException(String.valueOf(printable.getMessage()), printable);
        } catch (IOException e) {
            throw failure(e);
        } catch (UncheckedIOException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        } catch (InvalidPathException e) {
            throw new MojoFailureException(noName(e), PrintableException.of(e, shown));
        } catch (RuntimeException e) {
            // Maven would print its message as it is, and that may quote what came from outside.
            Throwable printable = PrintableException.of(e, shown);
            throw new MojoExecutionException("Unexpected: " + printable, printable);
        }
    }

    /** A disk that is full or may not be written is the user's to mend; anything else is unexpected. */
    private MojoExecutionException failure(IOException e) throws MojoFailureException {
        Throwable printable = PrintableException.of(e, shown);
        String message = String.valueOf(printable.getMessage());
        if (message.contains("No space left on device") || message.contains("not enough space")) {
            throw new MojoFailureException(
                    "Cannot write " + Text.quote(fileOf(e))
                            + ": the disk is full. Nothing half-written is left; make room"
                            + " and run the same command again.",
                    printable);
        }
        if (e instanceof FileSystemException) {
            throw new MojoFailureException(
                    "Cannot read or write " + Text.quote(fileOf(e)) + ": " + reason((FileSystemException) e)
                            + ". Make it accessible and run the same command again.",
                    printable);
        }
        return new MojoExecutionException("Unexpected: " + message, printable);
    }

    /** Where the locale is C, Java cannot even say the names of files that are there. */
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

    /** Without the file, which the message names, and without the kinds of exceptions that Java has for it. */
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
            return "it is no directory";
        }
        return failure.getReason() == null ? "the file system refuses it" : redactor.printable(failure.getReason());
    }

    /** The file that could not be written; where the failure names none, it was below the build directory. */
    private String fileOf(IOException e) {
        if (e instanceof FileSystemException failure) {
            String target = failure.getOtherFile() == null ? failure.getFile() : failure.getOtherFile();
            if (target != null) {
                return target;
            }
        }
        return String.valueOf(project.getBuild().getDirectory());
    }
}
