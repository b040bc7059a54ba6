package io.github.imagepromotion.plugin.console;

import java.util.List;
import org.apache.maven.execution.MavenSession;

/** Whether what is said may be coloured: where Maven's own output is, and a person looks at a terminal. */
public final class Colours {
    /** Maven 4 and 3.10 have the first, Maven 3.6 to 3.9 the second; neither is shown to plugins. */
    private static final List<String> MESSAGES =
            List.of("org.apache.maven.jline.MessageUtils", "org.apache.maven.shared.utils.logging.MessageUtils");

    private Colours() {}

    /** {@return whether the lines of this call are coloured} */
    public static boolean areOn(MavenSession session) {
        boolean always = "always".equals(session.getUserProperties().getProperty("style.color"));
        return areOn(mavenColours(), always, TransferDisplay.isLive(session));
    }

    /**
     * @param maven whether Maven colours its output; it does so for a pipe, too, and takes the escapes out behind us
     * @param always whether the caller says so ({@code -Dstyle.color=always}), for a pipe, too
     * @param live whether a person looks at a terminal
     */
    public static boolean areOn(boolean maven, boolean always, boolean live) {
        return maven && (always || live);
    }

    /** Maven has thought of {@code -B}, {@code -l} and {@code -Dstyle.color}. */
    private static boolean mavenColours() {
        ClassLoader maven = MavenSession.class.getClassLoader();
        for (String name : MESSAGES) {
            try {
                return (boolean) Class.forName(name, true, maven)
                        .getMethod("isColorEnabled")
                        .invoke(null);
            } catch (ReflectiveOperationException | LinkageError e) {
                // The next one; if there is none, nothing is coloured.
            }
        }
        return false;
    }
}
