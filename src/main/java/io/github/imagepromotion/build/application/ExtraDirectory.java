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
 * A directory whose content is added to the image unchanged.
 *
 * @param from the directory
 * @param into absolute path of its content in the image, such as {@code /}
 * @param includes globs relative to the directory; empty for all files
 * @param excludes globs relative to the directory, which override {@code includes}
 */
public record ExtraDirectory(Path from, String into, List<String> includes, List<String> excludes) {
    public ExtraDirectory {
        ContainerSettings.absolutePath(into, ApplicationReason.EXTRA_INTO);
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        matchers(includes);
        matchers(excludes);
    }

    /** The complete content of a directory. */
    public ExtraDirectory(Path from, String into) {
        this(from, into, List.of(), List.of());
    }

    /** {@return selected files and directories, sorted} */
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
