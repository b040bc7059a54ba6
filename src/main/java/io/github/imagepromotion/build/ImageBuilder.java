package io.github.imagepromotion.build;

import java.io.IOException;

/** Builds an image: the same request gives the same digest, anywhere and at any time. */
public final class ImageBuilder {

    /**
     * Builds without asking whether there is anything to do.
     *
     * @param request what is to be built
     * @return the image; the caller closes it
     * @throws io.github.imagepromotion.image.ImageException if the request cannot be met, with the remedy
     * @throws IOException if the disk or a registry fails
     */
    public BuiltImage build(BuildRequest request) throws IOException {
        try (ImageBuild build = ImageBuild.of(request)) {
            return build.run();
        }
    }
}
