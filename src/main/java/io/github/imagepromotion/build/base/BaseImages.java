package io.github.imagepromotion.build.base;

import io.github.imagepromotion.build.blobs.BlobCache;
import io.github.imagepromotion.build.blobs.OciLayout;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.registry.RegistryRole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Opens base images.
 *
 * @param cache directory of the cache shared by all builds of a user
 * @param offline whether no registry may be asked
 * @param registries opens the registry of a base image
 * @param mirrors mirrors of registries
 * @param answers recent answers of registries
 * @param role role of the registries in messages
 * @param progress receives lines about steps that take time
 * @param warnings receives warnings
 */
public record BaseImages(
        Path cache,
        boolean offline,
        BaseOpener registries,
        Mirrors mirrors,
        RecentAnswers answers,
        RegistryRole role,
        Consumer<String> progress,
        Consumer<Message> warnings) {

    /**
     * Finds an image without pulling it.
     *
     * @param reference reference of the image
     * @return the image; the caller closes it, or the base pulled from it
     * @throws ImageException if it cannot be found
     */
    public OpenBase open(BaseImageReference reference) throws IOException {
        return reference instanceof BaseImageReference.Scratch
                ? new OpenBase(reference, Optional.empty())
                : new OpenBase(reference, Optional.of(OpenBase.named(reference, () -> source(reference))));
    }

    /**
     * @param reference reference of an image; not {@code scratch}
     * @return its source, not read yet
     * @throws ImageException if the file or directory does not exist
     */
    public BaseSource source(BaseImageReference reference) throws IOException {
        if (reference instanceof BaseImageReference.Layout layout) {
            return new LayoutSource(OciLayout.inDirectory(layout.directory()), layout.ref());
        }
        if (reference instanceof BaseImageReference.OciArchive archive) {
            return new LayoutSource(OciLayout.inArchive(archive.file()), archive.ref());
        }
        BaseImageReference.Remote remote = (BaseImageReference.Remote) reference;
        return new RegistrySource(
                remote,
                new BlobCache(cache),
                new RememberedReferences(cache),
                new RegistryConnection(remote.image(), registries, mirrors, warnings),
                this);
    }

    /**
     * Recent answers of registries about tags of base images, so that not every module asks again.
     *
     * @param ofSession answers in this Maven call: descriptors as text, by reference. Thread-safe, and with types of
     *     the JDK only, since goals may run in different class loaders. Its monitor is held while a module asks
     * @param maxAge maximum age of answers of earlier calls in the user's cache; empty to ignore them
     */
    public record RecentAnswers(Map<String, String> ofSession, Optional<Duration> maxAge) {

        /** {@return an empty instance} */
        public static RecentAnswers none() {
            return new RecentAnswers(new ConcurrentHashMap<>(), Optional.empty());
        }
    }
}
