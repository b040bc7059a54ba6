package io.github.imagepromotion.environment;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names of environment variables that hold secrets. */
final class VariableName {
    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private VariableName() {}

    /**
     * @param element that names the variable
     * @param name as configured
     * @throws IllegalArgumentException if it is none; it is not quoted, since it may be the secret itself
     */
    static void check(String element, Optional<String> name) {
        if (name.filter(text -> !FORM.matcher(text).matches() && !Withheld.isExpression(text))
                .isPresent()) {
            throw new IllegalArgumentException(element + " is no name of an environment variable. If it is the secret"
                    + " itself, change that: whoever reads it there has it");
        }
    }
}
