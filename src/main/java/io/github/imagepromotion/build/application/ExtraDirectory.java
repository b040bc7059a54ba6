package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * A directory whose content goes into the image as it is.
 *
 * @param from the directory; only what is in it is taken
 * @param into absolute path in the image, such as {@code /}
 * @param includes globs of paths below the directory; empty: all
 * @param excludes globs of paths below the directory; they win
 */
public record ExtraDirectory(Path from, String into, List<String> includes, List<String> excludes) {
    public ExtraDirectory {
        ContainerSettings.absolutePath(into, ApplicationReason.EXTRA_INTO);
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        matchers(includes);
        matchers(excludes);
    }

    /** All of a directory. */
    public ExtraDirectory(Path from, String into) {
        this(from, into, List.of(), List.of());
    }

    /** {@return files and directories that are taken, sorted} */
    List<Path> paths() throws IOException {
        if (!Files.isDirectory(from)) {
            throw new ImageException(Message.of("There is no extra directory " + Text.quote(from.toString()) + ".")
                    .because(ApplicationReason.NO_EXTRA_DIRECTORY));
        }
        List<PathMatcher> included = matchers(includes);
        List<PathMatcher> excluded = matchers(excludes);
        List<Path> taken = FileTree.of(from).paths().stream()
                .filter(path -> included.isEmpty() || anyMatches(included, path))
                .filter(path -> !anyMatches(excluded, path))
                .toList();
        taken.forEach(ExtraDirectory::checkThere);
        return taken;
    }

    private static void checkThere(Path path) {
        if (!Files.exists(path)) {
            throw new ImageException(
                    Message.of("The extra file " + Text.quote(path.toString()) + " is a link to nothing.")
                            .because(ApplicationReason.DEAD_LINK));
        }
    }

    private boolean anyMatches(List<PathMatcher> matchers, Path path) {
        Path relative = from.relativize(path);
        return matchers.stream().anyMatch(matcher -> matcher.matches(relative));
    }

    private static List<PathMatcher> matchers(List<String> globs) {
        return globs.stream().map(ExtraDirectory::matcher).toList();
    }

    private static PathMatcher matcher(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    Message.of("Not a glob: " + Text.quote(glob) + ".").because(ApplicationReason.EXTRA_GLOB), e);
        }
    }
}
