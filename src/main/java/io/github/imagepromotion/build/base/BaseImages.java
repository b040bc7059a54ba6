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
 * Takes base images from where they are.
 *
 * @param cache directory of the cache that all builds of a user share
 * @param offline whether no registry may be asked
 * @param registries opens the registry of a base image
 * @param mirrors asked before it
 * @param answers of registries that need not be asked again
 * @param role of the registries
 * @param progress told what takes time
 * @param warnings told what a user may not expect
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
     * Finds an image, without taking it yet.
     *
     * @param reference where it is
     * @return the image; the caller closes it, or the base that is taken of it
     * @throws ImageException if it is not to be had
     */
    public OpenBase open(BaseImageReference reference) throws IOException {
        return reference instanceof BaseImageReference.Scratch
                ? new OpenBase(reference, Optional.empty())
                : new OpenBase(reference, Optional.of(OpenBase.named(reference, () -> source(reference))));
    }

    /**
     * @param reference where an image is; not {@code scratch}
     * @return that place; nothing of it was read yet
     * @throws ImageException if there is no such file or directory
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
     * What registries said lately that a base image's tag names, so that not every module asks again.
     *
     * @param ofSession what was said in this Maven call: a descriptor as text, by the reference. Safe for several threads, and
     *     of the JDK's types, since goals may run in class loaders of their own. Others wait on its monitor while one asks
     * @param maxAge how old an earlier call's answer in the user's cache may be; empty: none of them counts
     */
    public record RecentAnswers(Map<String, String> ofSession, Optional<Duration> maxAge) {

        /** {@return none yet} */
        public static RecentAnswers none() {
            return new RecentAnswers(new ConcurrentHashMap<>(), Optional.empty());
        }
    }
}
