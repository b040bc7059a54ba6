package io.github.imagepromotion.build.blobs;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of an image layout in a directory. A link is followed within the layout, never out of it. */
final class DirectoryFiles implements LayoutFiles {
    private final Path root;

    /** @throws ImageException if there is no such directory */
    DirectoryFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new ImageException("There is no directory " + Text.quote(directory.toString()) + ".");
        }
        root = directory.toRealPath();
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(locate(name));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // The stream closes the channel.
    public InputStream open(String name, long offset) throws IOException {
        return Channels.newInputStream(FileChannel.open(locate(name)).position(offset));
    }

    @Override
    public String place() {
        return "image layout " + Text.quote(root.toString());
    }

    @Override
    public void close() {}

    private Path locate(String name) throws IOException {
        Path file = root.resolve(name).toRealPath();
        if (!file.startsWith(root)) {
            throw new ImageException(name + " of " + place() + " is a link that leads out of it.");
        }
        if (!Files.isRegularFile(file)) {
            throw new ImageException(name + " of " + place() + " is no regular file.");
        }
        return file;
    }
}
