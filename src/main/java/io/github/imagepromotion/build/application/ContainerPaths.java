package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;

/** Paths in the image. */
final class ContainerPaths {
    private ContainerPaths() {}

    /**
     * @param path any text
     * @param element that the user wrote it in
     * @param property that it may come from, too
     * @return the path, without a slash at its end
     * @throws ImageException if it is not absolute
     */
    static AbsoluteUnixPath check(String path, String element, String property) {
        try {
            return AbsoluteUnixPath.get(path);
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "Not an absolute path in the image: " + Text.quote(path) + ". It starts with /; set " + element
                            + " (-D" + property + ").",
                    e);
        }
    }

    /** As {@link #check(String, String, String)}, for an element below {@code <container>}. */
    static AbsoluteUnixPath ofContainer(String path, String element) {
        return check(path, "<container><" + element + ">", "image.container." + element);
    }
}
