package io.github.imagepromotion.plugin.console;

import java.util.List;
import org.apache.maven.execution.MavenSession;

/** Decides whether output is coloured: if Maven's own output is, and on a terminal. */
public final class Colours {
    /** The class of Maven 3.10 and 4, then that of Maven 3.6 to 3.9; both are hidden from plugins. */
    private static final List<String> MESSAGES =
            List.of("org.apache.maven.jline.MessageUtils", "org.apache.maven.shared.utils.logging.MessageUtils");

    private Colours() {}

    /** {@return whether the output of this call is coloured} */
    public static boolean areOn(MavenSession session) {
        boolean always = "always".equals(session.getUserProperties().getProperty("style.color"));
        return areOn(mavenColours(), always, TransferDisplay.isLive(session));
    }

    /**
     * @param maven whether Maven colours its output; it also does for a pipe, and removes the escapes later
     * @param always whether colour is forced ({@code -Dstyle.color=always}), also for a pipe
     * @param live whether the output is a terminal
     */
    public static boolean areOn(boolean maven, boolean always, boolean live) {
        return maven && (always || live);
    }

    /** Maven takes {@code -B}, {@code -l} and {@code -Dstyle.color} into account. */
    private static boolean mavenColours() {
        ClassLoader maven = MavenSession.class.getClassLoader();
        for (String name : MESSAGES) {
            try {
                return (boolean) Class.forName(name, true, maven)
                        .getMethod("isColorEnabled")
                        .invoke(null);
            } catch (ReflectiveOperationException | LinkageError e) {
                // Try the next class; without any, output is not coloured.
            }
        }
        return false;
    }
}
