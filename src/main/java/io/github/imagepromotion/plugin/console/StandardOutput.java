package io.github.imagepromotion.plugin.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What other programs read as it is: JSON, commands of CI servers. */
public final class StandardOutput {
    private StandardOutput() {}

    /** Maven 4 puts {@code [INFO] [stdout]} before each line of {@code System.out}, so that it is passed by there. */
    public static PrintStream stream() {
        boolean logged = System.out.getClass().getName().startsWith("org.apache.maven.logging.");
        return logged
                ? new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
                : System.out;
    }
}
