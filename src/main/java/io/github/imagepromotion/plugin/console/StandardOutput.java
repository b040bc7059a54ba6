package io.github.imagepromotion.plugin.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output for other programs: JSON, and commands of CI servers. */
public final class StandardOutput {
    private StandardOutput() {}

    /** {@return the original stream: Maven 4 prefixes each line of {@code System.out} with {@code [INFO] [stdout]}} */
    public static PrintStream stream() {
        boolean logged = System.out.getClass().getName().startsWith("org.apache.maven.logging.");
        return logged
                ? new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
                : System.out;
    }
}
