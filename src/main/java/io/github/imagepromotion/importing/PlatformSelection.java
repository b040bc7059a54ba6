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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An image with the platforms of it that are wanted. All of them: as it is. One: that platform's manifest, as it is. A
 * part of several: a new index over their manifests, which stay as they are, and over what goes with them: what buildx
 * says about them, and what their annotations name, such as an index of SOCI.
 *
 * @param image to import
 * @param blobs serves all of it
 */
record PlatformSelection(Image image, BlobSource blobs) {
    /** BuildKit, docs/attestations/attestation-storage.md. */
    private static final String ATTESTED = "vnd.docker.reference.digest";

    /**
     * @param top what the source names
     * @param source serves manifests and configs
     * @param wanted platforms; empty: all
     * @return the image
     * @throws ImageException if it lacks a platform
     */
    static PlatformSelection of(Descriptor top, BlobSource source, List<Platform> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return new PlatformSelection(Image.read(top, source), source);
        }
        Manifest manifest = Manifest.parse(top, source.read(top, Manifest.LARGEST));
        List<PlatformChoice.Offer> chosen = PlatformChoice.choose(manifest, source, wanted, ImportReason.PLATFORMS);
        if (chosen.size() == 1) {
            Descriptor only = chosen.get(0).manifest();
            return of(Descriptor.of(only.mediaType(), only.digest(), only.size()), source, List.of());
        }
        return narrowed(manifest, chosen, source);
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
     * @param image for one platform
     * @param blobs serves its config
     * @param wanted platforms; empty: any
     * @throws ImageException if it is for another one
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
