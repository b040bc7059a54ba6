package io.github.imagepromotion.rollback;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.rollback.PastBuilds.KnownBuild;
import io.github.imagepromotion.rollback.PastBuilds.NoWayBackReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an image that a repository is to return to. */
final class RegistryImage {
    private RegistryImage() {}

    /** Reads the image completely: a tag must never point to an incomplete image. */
    static Image whole(PastBuilds past, Repository repository, KnownBuild build, int parallelism) throws IOException {
        Image image = read(repository, build.digest())
                .orElseThrow(() -> past.refusal(Message.of("the image of build '" + build.buildId() + "', "
                                + build.digest() + ", is not there any more.")
                        .because(NoWayBackReason.GONE)));
        List<Descriptor> missing = new ArrayList<>();
        Parallel.forEach(image.blobs(), parallelism, blob -> {
            if (!blob.mediaType().isNonDistributable() && !repository.has(blob)) {
                synchronized (missing) {
                    missing.add(blob);
                }
            }
        });
        if (!missing.isEmpty()) {
            throw past.refusal(Message.of("build '" + build.buildId() + "' lacks " + missing.size() + " of "
                            + image.blobs().size() + " blobs there, such as "
                            + missing.get(0).digest() + ".")
                    .because(NoWayBackReason.INCOMPLETE));
        }
        return image;
    }

    private static Optional<Image> read(Repository repository, Digest digest) throws IOException {
        Optional<Descriptor> top = repository.manifest(digest).map(Manifest::descriptor);
        return top.isEmpty() ? Optional.empty() : Optional.of(Image.read(top.get(), manifests(repository)));
    }

    private static BlobSource manifests(Repository repository) {
        return (manifest, offset) -> new ByteArrayInputStream(repository
                .manifest(manifest.digest())
                .orElseThrow(() -> new ImageException(
                        Message.of("'" + repository.displayName() + "' lacks manifest " + manifest.digest() + ".")
                                .because(NoWayBackReason.MANIFEST_GONE)))
                .bytes());
    }

    /** {@return the lock of a release; empty if the image is none} */
    static Optional<ReleaseLock> lock(Repository repository, Image image) throws IOException {
        return ReleaseArtifact.read(image, repository).map(ReleaseArtifact::lock);
    }

    /** {@return the lock of a release; empty if it is not there} */
    static Optional<ReleaseLock> lock(Repository repository, Digest release) throws IOException {
        Optional<Image> image = read(repository, release);
        return image.isEmpty() ? Optional.empty() : lock(repository, image.get());
    }
}
