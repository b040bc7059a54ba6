package io.github.imagepromotion.plugin.access;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The user's cache directory by convention of the operating system (XDG Base Directory Specification on Linux). */
public final class CacheDirectory {
    private static final String NAME = "image-promotion-maven-plugin";

    private CacheDirectory() {}

    /**
     * @param variables the caller's environment variables
     * @param instead used if the user has no home directory, or no write permission
     * @param remarks told if {@code instead} is used
     */
    public static Path ofUser(Map<String, String> variables, Path instead, Consumer<String> remarks) {
        Optional<Path> known = known(variables).map(caches -> caches.resolve(NAME));
        if (known.filter(CacheDirectory::isWritable).isPresent()) {
            return known.get();
        }
        remarks.accept(known.map(directory -> "'" + directory + "' cannot be written")
                        .orElse("The user who runs Maven has no home directory")
                + ", so base images are kept in '" + instead
                + "' and fetched again after a clean. Name a directory that stays"
                + " (<cacheDirectory>, -Dimage.cacheDirectory, or XDG_CACHE_HOME).");
        return instead;
    }

    private static Optional<Path> known(Map<String, String> variables) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Optional<Path> home = UserHome.of(variables);
        if (system.contains("mac")) {
            return home.map(directory -> directory.resolve("Library/Caches"));
        }
        return system.contains("windows")
                ? UserHome.variable(variables, "LOCALAPPDATA")
                        .or(() -> home.map(directory -> directory.resolve("AppData/Local")))
                : UserHome.variable(variables, "XDG_CACHE_HOME")
                        .or(() -> home.map(directory -> directory.resolve(".cache")));
    }

    /** {@return whether the directory exists or could be created, and is writable} */
    private static boolean isWritable(Path directory) {
        return Stream.iterate(directory, path -> path != null, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .filter(path -> Files.isDirectory(path) && Files.isWritable(path))
                .isPresent();
    }
}
