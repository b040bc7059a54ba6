package io.github.imagepromotion.environment;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How bad a scanner's finding is, as CVSS v3.1 names it (section 5, "Qualitative Severity Rating Scale"). */
public enum Severity {
    NONE,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /**
     * @param name in whatever case
     * @return the severity of that name, {@code negligible} and {@code info} being low
     */
    public static Optional<Severity> named(String name) {
        String upper = name.trim().toUpperCase(Locale.ROOT);
        if (upper.equals("NEGLIGIBLE") || upper.equals("INFO")) {
            return Optional.of(LOW);
        }
        return Stream.of(values())
                .filter(severity -> severity.name().equals(upper))
                .findFirst();
    }
}
