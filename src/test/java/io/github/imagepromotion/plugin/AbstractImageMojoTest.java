package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
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
                "it is no directory",
                new FileSystemException("/ro/target"),
                "the file system refuses it");

        failures.forEach(
                (failure, why) -> assertThatThrownBy(() -> failing(failure).execute())
                        .isInstanceOf(MojoFailureException.class)
                        .hasMessage("Cannot read or write '/ro/target': " + why
                                + ". Make it accessible and run the same command again."));
    }

    private static AbstractImageMojo failing(IOException failure) {
        AbstractImageMojo mojo = new AbstractImageMojo() {
            @Override
            protected void run() throws IOException {
                throw failure;
            }
        };
        mojo.session = Calls.session(Map.of(), Map.of());
        mojo.project = Calls.project();
        mojo.execution = Calls.call("help");
        return mojo;
    }
}
