package io.github.imagepromotion.archive;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Path;

/** Archives of the tests. */
public final class Archives {
    private Archives() {}

    /** {@return the identity of a build of {@code com.acme:<name>:1.0} that goes to {@code acme/<name>}} */
    public static Identity identity(String name, String buildId) {
        return new Identity(
                Coordinates.of("com.acme:" + name + ":1.0"), RepositoryName.of("acme/" + name), BuildId.of(buildId));
    }

    /** {@return the file, written} */
    public static Path write(Path file, TestImage image, Identity identity) throws IOException {
        new ArchiveWriter(image.image(), identity, image.blobs()).write(file);
        return file;
    }
}
