package io.github.imagepromotion.plugin.access;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The home directory of the user, as docker and the shell have it: what the environment says. Java's {@code user.home} is
 * another one where the account has another, and {@code ?} where a container runs as a user without an account.
 */
final class UserHome {
    private static final String VARIABLE = File.separatorChar == '\\' ? "USERPROFILE" : "HOME";

    private UserHome() {}

    /** Empty where nobody says one. */
    static Optional<Path> of(Map<String, String> variables) {
        return variable(variables, VARIABLE).or(() -> absolute(System.getProperty("user.home", "")));
    }

    /** The directory that a variable names, if it is absolute. */
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
