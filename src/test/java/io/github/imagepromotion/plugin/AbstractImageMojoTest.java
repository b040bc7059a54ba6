package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

/** What a goal says when the file system fails. */
class AbstractImageMojoTest {

    @Test
    void executeWhenTheFileSystemRefusesSaysWhyOnceAndWithoutAClassOfJava() {
        Map<FileSystemException, String> failures = Map.of(
                new FileSystemException("/ro/target", null, "Read-only file system"),
                "Read-only file system",
                new AccessDeniedException("/ro/target"),
                "permission is denied",
                new NoSuchFileException("/ro/target"),
                "it is not there",
                new FileAlreadyExistsException("/ro/target"),
                "something else is there",
                new NotDirectoryException("/ro/target"),
                "it is not a directory",
                new FileSystemException("/ro/target"),
                "the file system refuses it");

        failures.forEach(
                (failure, why) -> assertThatThrownBy(() -> failing(failure).execute())
                        .isInstanceOf(MojoFailureException.class)
                        .hasMessage("Cannot read or write '/ro/target': " + why
                                + ". Make it accessible and run the same command again."));
    }

    /** With the locale C, Java cannot tell the names of files that are there. */
    @Test
    void executeWhenANameIsNoneSaysHowItWouldBe() {
        String before = System.getProperty("sun.jnu.encoding");
        try {
            System.setProperty("sun.jnu.encoding", "ANSI_X3.4-1968");
            assertThatThrownBy(() -> failing(new InvalidPathException("gr\uFFFD\uFFFDe.txt", "Malformed input"))
                            .execute())
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessage(
                            "Not the name of a file: 'gr\uFFFD\uFFFDe.txt': this call knows names in ANSI_X3.4-1968 only."
                                    + " Call Maven with LC_ALL=C.UTF-8 in its environment, or correct the name.");
            System.setProperty("sun.jnu.encoding", "UTF-8");
            assertThatThrownBy(() -> failing(new InvalidPathException("a\0b", "Nul character not allowed"))
                            .execute())
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageContainingAll("Nul character not allowed", "Correct it");
        } finally {
            System.setProperty("sun.jnu.encoding", before);
        }
    }

    @Test
    void executeWhenAStreamMetAFailureOfTheFileSystemSaysWhichFile() {
        assertThatThrownBy(() -> failing(new UncheckedIOException(new AccessDeniedException("/ro/target")))
                        .execute())
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("Cannot read or write '/ro/target': permission is denied");
    }

    private static AbstractImageMojo failing(Exception failure) {
        AbstractImageMojo mojo =
                new AbstractImageMojo(request -> {
                    throw new UnsupportedOperationException();
                }) {
                    @Override
                    protected void run() throws IOException {
                        if (failure instanceof IOException io) {
                            throw io;
                        }
                        throw (RuntimeException) failure;
                    }
                };
        mojo.session = Calls.session(Map.of(), Map.of());
        mojo.project = Calls.project();
        mojo.execution = Calls.call("help");
        return mojo;
    }
}
