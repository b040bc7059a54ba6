package io.github.imagepromotion.build;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.build.ArtifactWriter.ImageArtifact;
import io.github.imagepromotion.build.application.ApplicationBuilder;
import io.github.imagepromotion.build.assembly.ImageAssembly;
import io.github.imagepromotion.build.base.Base.BaseImage;
import io.github.imagepromotion.build.base.BaseImageReference;
import io.github.imagepromotion.build.base.OpenBase;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.InputHash;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.registry.RegistryRole;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Builds an image, and writes it as a build artifact. The digest is fixed here: the same request gives the same digest
 * on every machine and at any time.
 */
public final class ImageBuilder {
    private final BuildRequest request;

    /** @param request describes the image */
    public ImageBuilder(BuildRequest request) {
        this.request = request;
    }

    /**
     * Builds the image and writes its archive and build record, unless those of the last build are unchanged and up to
     * date.
     *
     * @param artifact the artifact's name and files
     * @return the artifact, new or unchanged
     * @throws ImageException if the request cannot be met, with the remedy
     * @throws IOException if the disk or a registry fails
     */
    public ImageArtifact build(ArtifactRequest artifact) throws IOException {
        ArtifactWriter writer = new ArtifactWriter(artifact);
        ApplicationBuilder application = application();
        // 1. The base: a tag is resolved to a digest in its registry.
        try (OpenBase base = base()) {
            // 2. Unchanged? Then there is nothing to do.
            Digest inputs = artifactInputs(base, application, artifact);
            Optional<ImageArtifact> unchanged = writer.unchanged(inputs);
            if (unchanged.isPresent()) {
                // A build remembers them when it stores its layers.
                application.rememberInputs();
                return unchanged.get();
            }
            // 3. The image: the base is pulled while the layers of the application are built; then both are joined for
            // each platform. From here on the digest is fixed.
            try (BuiltImage built = image(base, application)) {
                // 4. The build record, and the documents about the image.
                BuildRecord record = writer.record(built.image(), built.blobs(), recordedBase(built), Optional.empty());
                List<Document> documents =
                        artifact.documents().about(built.image(), record, List.of(), Optional.of(application::content));
                // 5. The archive, with the build record beside it.
                return writer.write(
                        built.image(), built.blobs(), externalLayers(built), documents, record, Optional.of(inputs));
            }
        }
    }

    /**
     * Builds the image without writing an artifact.
     *
     * @return the image; the caller closes it
     * @throws ImageException if the request cannot be fulfilled, with the remedy
     * @throws IOException if the disk or a registry fails
     */
    public BuiltImage image() throws IOException {
        try (OpenBase base = base()) {
            return image(base, application());
        }
    }

    private ApplicationBuilder application() throws IOException {
        return new ApplicationBuilder(
                request.application(), request.container(), request.workspace().workDirectory());
    }

    private OpenBase base() throws IOException {
        return request.workspace().images(RegistryRole.BASE).open(request.base());
    }

    /** Pulls the base, builds the application's layers, and assembles the image of each platform. */
    private BuiltImage image(OpenBase base, ApplicationBuilder application) throws IOException {
        ApplicationBuilder.Prepared prepared = application.prepare();
        Parts parts = Parts.make(
                () -> base.take(request.platforms()),
                () -> prepared.build(request.workspace().progress()));
        try {
            ImageAssembly assembly =
                    ImageAssembly.of(parts.base(), parts.application(), request.container(), request.annotations());
            new RememberedStartCheck(request).check(parts, assembly);
            return new BuiltImage(
                    assembly.image(), assembly.blobs(), parts.base().image(), parts);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private Digest artifactInputs(OpenBase base, ApplicationBuilder application, ArtifactRequest artifact)
            throws IOException {
        InputHash hash = new InputHash()
                .add("plugin", request.builder())
                .add("thin", request.thin())
                .add("start", request.checksStart());
        artifact.addInputs(hash);
        addImageInputs(hash, base, application);
        return hash.finish();
    }

    /**
     * Adds everything that the image depends on: the content of its files, its settings, and the digest of the base.
     */
    private void addImageInputs(InputHash hash, OpenBase base, ApplicationBuilder application) throws IOException {
        hash.add("base", request.base(), base.digest())
                .addAll("platforms", request.platforms())
                .addAll("annotations", request.annotations().keySet())
                .addAll("annotation values", request.annotations().values());
        application.addInputs(hash);
    }

    /**
     * {@return a hash of everything that the image depends on; states of the files are remembered for the next build}
     */
    Digest imageInputs() throws IOException {
        ApplicationBuilder application = application();
        InputHash hash = new InputHash();
        try (OpenBase base = base()) {
            addImageInputs(hash, base, application);
        }
        application.rememberInputs();
        return hash.finish();
    }

    /** The base, as the build record names it. A promotion of a thin archive pulls the base's layers from there. */
    private Optional<BuildRecord.RecordedBase> recordedBase(BuiltImage built) {
        return built.base()
                .map(base -> new BuildRecord.RecordedBase(
                        request.thin() ? base.name() : request.recordedBase().apply(base.name()), base.digest()));
    }

    private Optional<ExternalLayers> externalLayers(BuiltImage built) {
        if (!request.thin()
                || built.base().isEmpty()
                || built.base().get().layers().isEmpty()) {
            return Optional.empty();
        }
        BaseImage base = built.base().get();
        BaseImageReference.Remote remote = (BaseImageReference.Remote) base.reference();
        ImageReference byDigest = new ImageReference(
                remote.image().registry(), remote.image().repository(), Optional.empty(), Optional.of(base.digest()));
        return Optional.of(new ExternalLayers(
                byDigest,
                base.layers().stream().map(Descriptor::digest).collect(Collectors.toCollection(LinkedHashSet::new))));
    }

    /**
     * A built image with a fixed digest.
     *
     * @param image its top is the image manifest, or the OCI index for several platforms
     * @param blobs serves every manifest, config and layer by digest; content that is read completely is verified
     * @param base its base image; empty for scratch
     * @param places sources of the blobs, closed with this
     */
    public record BuiltImage(Image image, BlobSource blobs, Optional<BaseImage> base, Closeable places)
            implements Closeable {

        /** Closes archives and deletes temporary files; the blobs can no longer be read. */
        @Override
        public void close() throws IOException {
            places.close();
        }
    }
}
