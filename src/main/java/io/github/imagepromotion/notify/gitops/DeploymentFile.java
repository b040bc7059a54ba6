package io.github.imagepromotion.notify.gitops;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.disk.SmallFile;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A YAML file in a checked-out directory.
 *
 * @param path path of the file, with symbolic links resolved
 */
public record DeploymentFile(Path path) {
    private static final long LARGEST = 4 * 1024 * 1024;

    /**
     * @param directory directory that must contain the file
     * @param name file name, relative to the directory
     * @return the file
     * @throws ImageException if it does not exist, is outside the directory, or is too large
     */
    public static DeploymentFile in(Path directory, String name) throws IOException {
        try {
            Path home = directory.toRealPath();
            Path file = home.resolve(name).toRealPath();
            if (!file.startsWith(home)) {
                throw new ImageException(Text.quote(name) + " is not in " + Text.quote(directory.toString()));
            }
            Optional<String> refusal = SmallFile.refusal(file, LARGEST);
            if (refusal.isPresent()) {
                throw new ImageException(Text.quote(name) + " cannot be read: " + refusal.get());
            }
            return new DeploymentFile(file);
        } catch (NoSuchFileException e) {
            throw new ImageException(
                    "there is no file " + Text.quote(directory.resolve(name).toString()), e);
        } catch (InvalidPathException e) {
            throw new ImageException(Text.quote(name) + " is not a file name", e);
        }
    }

    /** {@return the content} */
    public YamlText read() throws IOException {
        try {
            return new YamlText(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new ImageException(Text.quote(path.toString()) + " is not UTF-8", e);
        }
    }

    /**
     * Replaces the content atomically.
     *
     * @param content new content
     */
    public void write(YamlText content) throws IOException {
        AtomicFile.write(path, out -> out.write(content.text().getBytes(StandardCharsets.UTF_8)));
    }
}
