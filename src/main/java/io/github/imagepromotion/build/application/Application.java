package io.github.imagepromotion.build.application;

import java.util.List;

/**
 * What goes into the image on top of the base.
 *
 * @param contents of the project
 * @param extraDirectories in their order; each is a layer
 * @param permissions of files in the extra directories; the first that matches counts, after one that names the path
 */
public record Application(Contents contents, List<ExtraDirectory> extraDirectories, List<FilePermission> permissions) {
    public Application {
        extraDirectories = List.copyOf(extraDirectories);
        permissions = List.copyOf(permissions);
    }
}
