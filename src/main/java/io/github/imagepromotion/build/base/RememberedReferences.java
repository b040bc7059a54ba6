package io.github.imagepromotion.build.base;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a reference named when it was last pulled: one small document for each at {@code references/<hash of the
 * name>.json} of the cache. A document that cannot be read counts as none; the next pull writes it anew.
 */
final class RememberedReferences {
    private static final int LARGEST = 16 * 1024;

    private final Path directory;

    RememberedReferences(Path cache) {
        this.directory = cache.resolve("references");
    }

    /** The document; the name is in it for the people who look. */
    private record Remembered(String reference, MediaType mediaType, Digest digest, long size) {}

    /**
     * @param image a reference
     * @return what it named, as far as is remembered
     */
    Optional<Descriptor> find(ImageReference image) throws IOException {
        return find(image.digest().map(digest -> pinned(image, digest)).orElseGet(() -> nameOf(image)));
    }

    /**
     * @param image a reference; what it named can be asked for by tag and by digest from now on
     * @param top what it names
     */
    void remember(ImageReference image, Descriptor top) throws IOException {
        if (image.digest().isEmpty()) {
            remember(nameOf(image), top);
        }
        remember(pinned(image, top.digest()), top);
    }

    private Optional<Descriptor> find(String name) throws IOException {
        Path file = fileOf(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            Remembered remembered = Json.read(in.readNBytes(LARGEST), Remembered.class, "cache entry");
            return Optional.of(Descriptor.of(remembered.mediaType, remembered.digest, remembered.size))
                    .filter(top -> remembered.reference.equals(name));
        } catch (ImageException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private void remember(String name, Descriptor top) throws IOException {
        if (!find(name).equals(Optional.of(top))) {
            Remembered document = new Remembered(name, top.mediaType(), top.digest(), top.size());
            AtomicFile.write(fileOf(name), out -> out.write(Json.pretty(document)));
        }
    }

    private static String pinned(ImageReference image, Digest digest) {
        return nameOf(new ImageReference(image.registry(), image.repository(), Optional.empty(), Optional.of(digest)));
    }

    private static String nameOf(ImageReference image) {
        return new BaseImageReference.Remote(image).toString();
    }

    private Path fileOf(String name) {
        return directory.resolve(
                Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex() + ".json");
    }
}
