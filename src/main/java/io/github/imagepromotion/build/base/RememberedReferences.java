package io.github.imagepromotion.build.base;

import io.github.imagepromotion.disk.BuildState;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a reference named when it was last pulled: one small document for each at {@code references/<hash of the
 * name>.properties} of the cache. A document that cannot be read counts as none; the next pull writes it anew.
 */
final class RememberedReferences {
    private static final String NAME = "reference";

    private final Path directory;

    RememberedReferences(Path cache) {
        this.directory = cache.resolve("references");
    }

    /**
     * @param image a reference
     * @return what it named, as far as is remembered
     */
    Optional<Descriptor> find(ImageReference image) throws IOException {
        return find(image.digest().map(digest -> pinned(image, digest)).orElseGet(() -> nameOf(image)));
    }

    /**
     * @param image a reference by tag
     * @param since when a registry must have said so, or later
     * @return what it named then
     */
    Optional<Descriptor> findSince(ImageReference image, Instant since) throws IOException {
        Path file = fileOf(nameOf(image));
        boolean recent = Files.isRegularFile(file)
                && !Files.getLastModifiedTime(file).toInstant().isBefore(since);
        return recent ? find(image) : Optional.empty();
    }

    /**
     * @param image a reference; what it named can be asked for by tag and by digest from now on
     * @param top what it names
     * @param asked whether a registry has said so just now
     */
    void remember(ImageReference image, Descriptor top, boolean asked) throws IOException {
        if (image.digest().isEmpty()) {
            remember(nameOf(image), top);
            if (asked) {
                Files.setLastModifiedTime(fileOf(nameOf(image)), FileTime.from(Instant.now()));
            }
        }
        remember(pinned(image, top.digest()), top);
    }

    private Optional<Descriptor> find(String name) throws IOException {
        BuildState facts = BuildState.read(fileOf(name));
        try {
            Descriptor top = Descriptor.of(
                    MediaType.of(facts.required("mediaType")),
                    Digest.of(facts.required("digest")),
                    Long.parseLong(facts.required("size")));
            return facts.required(NAME).equals(name) ? Optional.of(top) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The name is there for the people who look, too. */
    private void remember(String name, Descriptor top) throws IOException {
        if (!find(name).equals(Optional.of(top))) {
            new BuildState(Map.of(
                            NAME,
                            name,
                            "mediaType",
                            top.mediaType().toString(),
                            "digest",
                            top.digest().toString(),
                            "size",
                            Long.toString(top.size())))
                    .write(fileOf(name));
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
                Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex() + ".properties");
    }
}
