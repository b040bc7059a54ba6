package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The mode of files in the image.
 *
 * @param file an absolute path in the image, or a glob
 * @param mode three octal digits
 */
public record FilePermission(String file, String mode) {

    /** @throws ImageException if mode or glob are malformed */
    public FilePermission {
        if (!mode.matches("[0-7]{3}")) {
            throw new ImageException(illegal(file, "the mode " + Text.quote(mode) + " is not three octal digits"));
        }
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + file);
        } catch (IllegalArgumentException e) {
            throw new ImageException(illegal(file, "it is not a glob"), e);
        }
    }

    /**
     * As in jib, an exact path precedes all globs, and globs are tried in order.
     *
     * @param all permissions in order
     * @param path path in the image
     * @return the permissions of the file; empty for the default
     */
    static Optional<FilePermissions> find(List<FilePermission> all, String path) {
        return all.stream()
                .filter(permission -> permission.file.equals(path))
                .findFirst()
                .or(() -> all.stream()
                        .filter(permission -> permission.matches(path))
                        .findFirst())
                .map(permission -> FilePermissions.fromOctalString(permission.mode));
    }

    private boolean matches(String path) {
        return FileSystems.getDefault().getPathMatcher("glob:" + file).matches(Path.of(path));
    }

    private static Message illegal(String file, String why) {
        return Message.of("Illegal permission of " + Text.quote(file) + ": " + why + ".")
                .because(ApplicationReason.PERMISSION);
    }
}
