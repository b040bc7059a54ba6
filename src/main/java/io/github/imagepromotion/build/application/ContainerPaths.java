package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;

/** Paths in the image. */
final class ContainerPaths {
    private ContainerPaths() {}

    /**
     * @param path any text
     * @param reason why it would be refused
     * @return the path, without a slash at its end
     * @throws ImageException if it is not absolute
     */
    static AbsoluteUnixPath check(String path, ApplicationReason reason) {
        try {
            return AbsoluteUnixPath.get(path);
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    Message.of("Not an absolute path in the image: " + Text.quote(path) + ". It starts with /")
                            .because(reason),
                    e);
        }
    }
}
