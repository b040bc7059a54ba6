package io.github.imagepromotion.archive;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The lock of a release as an OCI artifact: a manifest whose only layer is the lock's file (image-spec 1.1, manifest.md,
 * "Guidelines for Artifact Usage"). It is a function of the bytes of the lock alone, so that its digest stands for the
 * lock, members and signature included.
 */
public final class ReleaseArtifact {
    /** Type of the artifact. */
    public static final String ARTIFACT_TYPE = "application/vnd.io.github.imagepromotion.release.v1";

    /** Media type of its layer, the lock. */
    public static final MediaType LOCK_TYPE =
            MediaType.of("application/vnd.io.github.imagepromotion.release-lock.v1+json");

    private static final String STANDARD = "org.opencontainers.image.";

    private final ReleaseLock lock;
    private final byte[] bytes;
    private final ImageManifest manifest;

    private ReleaseArtifact(ReleaseLock lock, byte[] bytes) {
        this.lock = lock;
        this.bytes = bytes;
        Coordinates coordinates = lock.coordinates();
        // The title of the layer is the name of the file that oras writes.
        Descriptor layer = Descriptor.of(LOCK_TYPE, bytes)
                .withAnnotations(Map.of(
                        STANDARD + "title",
                        coordinates.artifactId() + "-" + coordinates.version() + "-" + ReleaseLock.TYPE + ".json"));
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(STANDARD + "title", lock.name());
        annotations.put(STANDARD + "version", lock.version());
        this.manifest = ImageManifest.artifact(
                ARTIFACT_TYPE, ImageManifest.EMPTY, List.of(layer), Optional.empty(), annotations);
    }

    /**
     * @param bytes content of a lock's file, which must not change
     * @return the artifact
     * @throws ImageException if it is not a lock
     */
    public static ReleaseArtifact of(byte[] bytes) {
        return new ReleaseArtifact(ReleaseLock.parse(bytes, "of a release"), bytes);
    }

    /**
     * @param image content of a repository
     * @param blobs source of its blobs
     * @return the artifact, whose digest is that of the image; empty if the image is something else
     * @throws ImageException if it claims to be a release, and is not exactly what a release with its lock is
     * @throws IOException if the lock cannot be read
     */
    public static Optional<ReleaseArtifact> read(Image image, BlobSource blobs) throws IOException {
        if (!image.artifactType().equals(Optional.of(ARTIFACT_TYPE))) {
            return Optional.empty();
        }
        List<Descriptor> locks = image.blobs().stream()
                .filter(blob -> blob.mediaType().equals(LOCK_TYPE))
                .toList();
        Optional<ReleaseArtifact> read =
                locks.size() == 1 ? Optional.of(of(blobs.read(locks.get(0), ReleaseLock.LARGEST))) : Optional.empty();
        if (read.filter(release -> release.digest().equals(image.top().digest()))
                .isEmpty()) {
            throw new DamagedContentException("Refused " + image.top().digest()
                    + ": it says that it is a release, and is not what a release with that lock is.");
        }
        return read;
    }

    /** {@return whether a manifest claims to be that of a release} */
    public static boolean isOne(Manifest manifest) {
        return manifest.artifactType().filter(ARTIFACT_TYPE::equals).isPresent();
    }

    /**
     * @param manifest any manifest
     * @return which release it says that it is, {@code groupId:artifactId}, as anyone may have written it; empty if it
     *     is none
     */
    public static Optional<String> name(Manifest manifest) {
        return isOne(manifest) ? Optional.ofNullable(manifest.annotations().get(STANDARD + "title")) : Optional.empty();
    }

    /** {@return the lock} */
    public ReleaseLock lock() {
        return lock;
    }

    /** {@return the digest of the manifest, which is the same wherever the release is} */
    public Digest digest() {
        return manifest.descriptor().digest();
    }

    /** {@return the manifest and its blobs} */
    public Image image() {
        return Image.of(manifest.descriptor(), List.of(manifest));
    }

    /** {@return serves manifest, lock and the empty config} */
    public BlobSource blobs() {
        return BlobSource.inMemory(List.of(manifest.bytes(), bytes, ImageManifest.emptyContent()));
    }

    /**
     * @return an archive of it; the caller closes it, and no file is left
     * @throws ImageException as {@link #identity}
     * @throws IOException if there is no place for a temporary file
     */
    public ImageArchive archive() throws IOException {
        Identity identity = identity();
        Path file = Files.createTempFile("image-release-", ".tar");
        try {
            new ArchiveWriter(image(), identity, blobs()).write(file);
            return ImageArchive.open(file);
        } finally {
            // What is open can still be read.
            Files.deleteIfExists(file);
        }
    }

    /**
     * {@return what identifies it where builds are identified: the fixed tag takes the place of the BuildId}
     *
     * @throws ImageException if its version cannot be a tag, or its artifactId not the name of a repository
     */
    public Identity identity() {
        return new Identity(lock.coordinates(), repository(lock.coordinates()), tag());
    }

    /**
     * @param version version of a release
     * @return how its tag begins: {@code _} takes the place of the {@code +} that a tag cannot have, as Helm does it
     */
    public static String tag(String version) {
        return version.replace('+', '_');
    }

    /** The version, of a snapshot followed by what tells its locks apart. */
    private BuildId tag() {
        String version = tag(lock.version());
        BuildId own = lock.buildId().isOfContent() ? BuildId.ofContent(Digest.sha256(bytes)) : lock.buildId();
        String tag = lock.coordinates().isSnapshot() ? version + "-" + own : version;
        try {
            return BuildId.of(tag);
        } catch (IllegalArgumentException e) {
            throw refused(lock.coordinates(), "its version", "a tag", e);
        }
    }

    /**
     * @param environment an environment
     * @param release coordinates of a release
     * @return the repository of the release in each of the environment's registries
     * @throws ImageException if the environment names none, and the artifactId cannot be the name of a repository
     */
    public static RepositoryName repository(Environment environment, Coordinates release) {
        return environment.location().releaseRepository().orElseGet(() -> repository(release));
    }

    /** The artifactId, in lower case. */
    private static RepositoryName repository(Coordinates release) {
        try {
            return RepositoryName.of(release.artifactId().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw refused(release, "its artifactId", "the name of a repository", e);
        }
    }

    private static ImageException refused(Coordinates release, String what, String use, IllegalArgumentException why) {
        return new ImageException(
                Message.of("Refused the release '" + release + "': " + what + " cannot be " + use + ": ")
                        .and(why)
                        .and(". A release is promoted under both."),
                why);
    }
}
