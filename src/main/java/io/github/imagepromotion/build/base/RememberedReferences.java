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
 * Remembers the digests of references when they were last pulled, in files {@code references/<hash of the
 * name>.properties} of the cache. An unreadable file is ignored, and replaced by the next pull.
 */
final class RememberedReferences {
    private static final String NAME = "reference";

    private final Path directory;

    RememberedReferences(Path cache) {
        this.directory = cache.resolve("references");
    }

    /**
     * @param image a reference
     * @return its descriptor, if remembered
     */
    Optional<Descriptor> find(ImageReference image) throws IOException {
        return find(image.digest().map(digest -> pinned(image, digest)).orElseGet(() -> nameOf(image)));
    }

    /**
     * @param image a reference with a tag
     * @param since earliest accepted time of the registry's answer
     * @return its descriptor
     */
    Optional<Descriptor> findSince(ImageReference image, Instant since) throws IOException {
        Path file = fileOf(nameOf(image));
        boolean recent = Files.isRegularFile(file)
                && !Files.getLastModifiedTime(file).toInstant().isBefore(since);
        return recent ? find(image) : Optional.empty();
    }

    /**
     * @param image a reference, to be found by tag and by digest
     * @param top its descriptor
     * @param asked whether it comes from a registry just now
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

    /** The name is stored for human readers, too. */
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
