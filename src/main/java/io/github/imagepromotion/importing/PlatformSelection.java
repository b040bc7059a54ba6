package io.github.imagepromotion.importing;

import io.github.imagepromotion.build.base.PlatformChoice;
import io.github.imagepromotion.build.blobs.KnownBlobs;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.importing.ImageImporter.ImportReason;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects platforms of an image. All: the image is unchanged. One: that platform's manifest, unchanged. Several but not
 * all: a new index over their unchanged manifests and what belongs to them: buildx attestations, and manifests that
 * their annotations name, such as an index of SOCI.
 *
 * @param image the selected image
 * @param blobs serves its content
 */
record PlatformSelection(Image image, BlobSource blobs) {
    private static final int DEEPEST = 8;

    /** BuildKit, docs/attestations/attestation-storage.md. */
    private static final String ATTESTED = "vnd.docker.reference.digest";

    /**
     * @param top descriptor of the source's manifest or index
     * @param source serves manifests and configs
     * @param wanted platforms; empty for all; ignored for an artifact that is no image, which has none
     * @return the selection
     * @throws ImageException if a platform is missing
     */
    static PlatformSelection of(Descriptor top, BlobSource source, List<Platform> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return new PlatformSelection(Image.read(top, source), source);
        }
        Manifest manifest = Manifest.parse(top, source.read(top, Manifest.LARGEST));
        if (!isImage(manifest, source, 0)) {
            return of(top, source, List.of());
        }
        List<PlatformChoice.Offer> chosen = PlatformChoice.choose(manifest, source, wanted, ImportReason.PLATFORMS);
        if (chosen.size() == 1) {
            Descriptor only = chosen.get(0).manifest();
            return of(Descriptor.of(only.mediaType(), only.digest(), only.size()), source, List.of());
        }
        return narrowed(manifest, chosen, source);
    }

    /** Of an index, whether one is in it; what is not there is taken for one, and missed later. */
    private static boolean isImage(Manifest manifest, BlobSource source, int depth) throws IOException {
        if (manifest instanceof ImageManifest image) {
            return image.isImage()
                    && !ImageConfig.parse(image.config(), source.read(image.config(), ImageConfig.LARGEST))
                            .isEmpty();
        }
        for (Descriptor child : manifest.manifests()) {
            boolean candidate =
                    child.mediaType().isManifest() && !child.isOfArtifact() && !ImageManifest.isAttestation(child);
            if (candidate && (depth == DEEPEST || isImageThere(child, source, depth + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isImageThere(Descriptor child, BlobSource source, int depth) throws IOException {
        try {
            return isImage(Manifest.parse(child, source.read(child, Manifest.LARGEST)), source, depth);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static PlatformSelection narrowed(Manifest manifest, List<PlatformChoice.Offer> chosen, BlobSource source)
            throws IOException {
        List<Descriptor> children = new ArrayList<>();
        chosen.forEach(choice -> children.add(choice.manifest().withPlatform(choice.platform())));
        Set<String> digests =
                children.stream().map(Descriptor::digest).map(Digest::toString).collect(Collectors.toSet());
        Set<String> named = children.stream()
                .flatMap(child -> child.annotations().values().stream())
                .collect(Collectors.toSet());
        manifest.manifests().stream()
                .filter(child -> !digests.contains(child.digest().toString()))
                .filter(child -> named.contains(child.digest().toString())
                        || digests.contains(
                                Optional.ofNullable(child.annotations().get(ATTESTED))
                                        .orElse("")))
                .forEach(children::add);
        if (children.stream()
                .map(Descriptor::digest)
                .toList()
                .equals(manifest.manifests().stream().map(Descriptor::digest).toList())) {
            return of(manifest.descriptor(), source, List.of());
        }
        ImageIndex index = ImageIndex.of(children, manifest.annotations());
        KnownBlobs blobs = new KnownBlobs();
        blobs.add(index.descriptor(), index.bytes());
        BlobSource both =
                (blob, offset) -> blob.digest().equals(index.descriptor().digest())
                        ? blobs.open(blob, offset)
                        : source.open(blob, offset);
        return new PlatformSelection(Image.read(index.descriptor(), both), both);
    }

    /**
     * @param image an image of one platform
     * @param blobs serves its config
     * @param wanted platforms; empty for any
     * @throws ImageException if the image is for another platform
     */
    static void check(Image image, BlobSource blobs, List<Platform> wanted) throws IOException {
        for (ImageManifest manifest : image.imageManifests()) {
            Platform platform = ImageConfig.parse(manifest.config(), blobs.read(manifest.config(), ImageConfig.LARGEST))
                    .platform();
            for (Platform each : wanted) {
                if (!platform.satisfies(each)) {
                    throw new ImageException(Message.of("It is not there for " + each + ", only for " + platform + ".")
                            .because(ImportReason.PLATFORMS));
                }
            }
        }
    }
}
