package io.github.imagepromotion.plugin.access;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.execution.MavenSession;

/** Environment variables of the process that called Maven; a daemon has others. */
public final class CallerEnvironment {
    private static final String PREFIX = "env.";

    private CallerEnvironment() {}

    /** {@return the variables by name} */
    public static Map<String, String> of(MavenSession session) {
        // Names are case-insensitive on Windows, and Maven provides them in upper case.
        Map<String, String> variables =
                File.separatorChar == '\\' ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new HashMap<>();
        session.getSystemProperties().forEach((name, value) -> {
            if (name.toString().startsWith(PREFIX)) {
                variables.put(name.toString().substring(PREFIX.length()), value.toString());
            }
        });
        return variables;
    }
}
