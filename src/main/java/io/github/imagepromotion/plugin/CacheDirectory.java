package io.github.imagepromotion.plugin;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a user's caches are, by the customs of the operating system (XDG Base Directory Specification on Linux). */
final class CacheDirectory {
    private static final String NAME = "image-promotion-maven-plugin";

    private CacheDirectory() {}

    static Path ofUser(Map<String, String> variables) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home"));
        if (system.contains("mac")) {
            return home.resolve("Library/Caches").resolve(NAME);
        }
        if (system.contains("windows")) {
            return variable(variables, "LOCALAPPDATA")
                    .orElse(home.resolve("AppData/Local"))
                    .resolve(NAME);
        }
        return variable(variables, "XDG_CACHE_HOME")
                .orElse(home.resolve(".cache"))
                .resolve(NAME);
    }

    private static Optional<Path> variable(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }
}
