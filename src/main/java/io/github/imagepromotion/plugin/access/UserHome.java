package io.github.imagepromotion.plugin.access;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The user's home directory from the environment, as docker and shells determine it. Java's {@code user.home} is that
 * of the account, and {@code ?} in a container whose user has no account.
 */
final class UserHome {
    private static final String VARIABLE = File.separatorChar == '\\' ? "USERPROFILE" : "HOME";

    private UserHome() {}

    /** {@return the home directory; empty if none is set} */
    static Optional<Path> of(Map<String, String> variables) {
        return variable(variables, VARIABLE).or(() -> absolute(System.getProperty("user.home", "")));
    }

    /** {@return the directory in a variable, if it is absolute} */
    static Optional<Path> variable(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).flatMap(UserHome::absolute);
    }

    private static Optional<Path> absolute(String text) {
        try {
            return Optional.of(text)
                    .filter(value -> !value.isBlank())
                    .map(Path::of)
                    .filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
