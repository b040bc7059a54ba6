package io.github.imagepromotion.importing;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.build.ArtifactRequest;
import io.github.imagepromotion.build.ArtifactWriter;
import io.github.imagepromotion.build.ArtifactWriter.ImageArtifact;
import io.github.imagepromotion.build.Workspace;
import io.github.imagepromotion.build.base.BaseImageReference;
import io.github.imagepromotion.build.base.BaseSource;
import io.github.imagepromotion.build.layer.ExpansionLimit;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.importing.docker.DockerConversion;
import io.github.imagepromotion.importing.docker.SavedImage;
import io.github.imagepromotion.manifest.Image;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Imports an image that another tool built. Where the source has digests they are kept: manifests, configs and layers
 * of an OCI source or a registry are copied byte for byte. A docker archive has none: its layers are compressed once,
 * and its config, and so the image ID, is unchanged.
 */
public final class ImageImporter {
    /** A daemon assembles the whole image before it sends the first byte. */
    private static final Duration SAVING_STALL = Duration.ofMinutes(10);

    private final ImportRequest request;
    private final Workspace workspace;
    private final ExpansionLimit limit;

    /** @param request what to import */
    public ImageImporter(ImportRequest request) {
        this.request = request;
        this.workspace = request.workspace();
        this.limit = new ExpansionLimit(request.expansionLimit());
    }

    /**
     * Imports the image, and writes its archive and build record.
     *
     * @param artifact name, documents and files of the artifact
     * @param source the source as the record names it
     * @return the artifact
     * @throws ImageException if the image cannot be read, lacks a platform, or fails a check
     * @throws IOException if the disk or a registry fails
     */
    public ImageArtifact take(ArtifactRequest artifact, String source) throws IOException {
        ArtifactWriter writer = new ArtifactWriter(artifact);
        try (ImportedImage imported = take()) {
            BuildRecord record = writer.record(
                    imported.image(),
                    imported.blobs(),
                    Optional.empty(),
                    Optional.of(new BuildRecord.Source(source, imported.sourceDigest(), imported.isDigestPreserved())));
            List<Document> documents = new ArrayList<>(imported.documents());
            documents.addAll(
                    artifact.documents().about(imported.image(), record, imported.documents(), Optional.empty()));
            return writer.write(
                    imported.image(), imported.blobs(), Optional.empty(), documents, record, Optional.empty());
        }
    }

    /**
     * Reads the image, selects its platforms, and checks every digest, size and diffID. Only temporary files in the
     * work directory are written.
     *
     * @return the image; the caller closes it
     * @throws ImageException if the image cannot be read, lacks a platform, or fails a check
     * @throws IOException if the disk or a registry fails
     */
    public ImportedImage take() throws IOException {
        ImportResources places = new ImportResources();
        try {
            ImportedImage image = open(places);
            image.image().artifactType().ifPresent(this::sayWhatItIs);
            new ImportCheck(image, limit, request.parallelism(), workspace.warnings()).run();
            return image;
        } catch (NoSuchFileException e) {
            throw places.closedAfter(refused(
                    new ImageException("It is not complete: there is no " + Text.printable(e.getFile()) + ".", e)));
        } catch (ImageException e) {
            throw places.closedAfter(refused(e));
        } catch (IOException e) {
            throw places.closedAfter(e);
        } catch (RuntimeException e) {
            throw places.closedAfter(e);
        }
    }

    /**
     * {@return the repository that the source itself names: that of a chart is its name, without the alias of a registry;
     * empty if it names none}
     *
     * @throws ImageException if it cannot be read
     */
    public Optional<RepositoryName> repository() throws IOException {
        try {
            if (request.source() instanceof ImportSource.Remote remote) {
                return Optional.of(remote.image().image().repository());
            }
            return request.source() instanceof ImportSource.Chart chart
                    ? Optional.of(RepositoryName.of(new ChartConversion(chart.file()).name()))
                    : Optional.empty();
        } catch (ImageException e) {
            throw refused(e);
        } catch (IllegalArgumentException e) {
            throw refused(new ImageException("Its name is " + e.getMessage() + ".", e));
        }
    }

    private void sayWhatItIs(String artifactType) {
        workspace
                .progress()
                .accept(Text.quote(request.source().toString()) + " is an artifact of type " + Text.quote(artifactType)
                        + " and no image: it has no platforms, and is taken as it is");
    }

    private ImageException refused(ImageException why) {
        return ImageException.of(
                "Cannot import " + Text.quote(request.source().toString()), why, ImportReason.SOURCE, request.role());
    }

    private ImportedImage open(ImportResources places) throws IOException {
        ImportSource source = request.source();
        if (source instanceof ImportSource.DockerArchive archive) {
            return docker(archive.file().path(), archive.file().ref(), places);
        }
        if (source instanceof ImportSource.Store store) {
            workspace.progress().accept("Saving " + Text.printable(store.toString()));
            Path saved = new SavedImage(store.tool(), store.name(), request.environment(), SAVING_STALL)
                    .saveTo(places.directory(workspace));
            return docker(saved, Optional.empty(), places);
        }
        if (source instanceof ImportSource.Chart chart) {
            ChartConversion conversion = new ChartConversion(chart.file());
            Image image = conversion.image();
            return new ImportedImage(image, conversion.blobs(), Optional.empty(), List.of(), places);
        }
        BaseImageReference place =
                source instanceof ImportSource.Layout layout ? layout.place() : ((ImportSource.Remote) source).image();
        return preserved(place, places);
    }

    private ImportedImage docker(Path archive, Optional<String> ref, ImportResources places) throws IOException {
        Path directory = places.directory(workspace);
        Path tar = PlainArchive.of(archive, directory, limit, request.role());
        DockerConversion conversion =
                places.add(new DockerConversion(tar, directory, limit, request.parallelism(), workspace.warnings()));
        Image image = conversion.image(ref);
        PlatformSelection.check(image, conversion.blobs(), request.platforms());
        return new ImportedImage(image, conversion.blobs(), Optional.empty(), List.of(), places);
    }

    private ImportedImage preserved(BaseImageReference place, ImportResources places) throws IOException {
        BaseSource source = places.add(workspace.images(request.role()).source(plain(place, places)));
        Descriptor named = source.top();
        Descriptor top = Descriptor.of(named.mediaType(), named.digest(), named.size());
        PlatformSelection selection = selection(top, source);
        ImportCheck.types(selection.image());
        source.fetch(top, selection.image().blobs());
        List<Document> documents =
                new SourceDocuments(source, request.documents(), workspace.warnings()).about(top, selection.image());
        return new ImportedImage(selection.image(), selection.blobs(), Optional.of(top.digest()), documents, places);
    }

    private PlatformSelection selection(Descriptor top, BaseSource source) throws IOException {
        try {
            return PlatformSelection.of(top, source, request.platforms());
        } catch (NoSuchFileException e) {
            if (!top.mediaType().isIndex() || e.getFile().equals(top.digest().toString())) {
                throw e;
            }
            throw new ImageException(Message.of("It is not complete: its index names " + Text.printable(e.getFile())
                            + ", which is not there. Docker saves the platforms that it has, and the index over all")
                    .because(ImportReason.INCOMPLETE_INDEX, request.role()));
        }
    }

    private BaseImageReference plain(BaseImageReference place, ImportResources places) throws IOException {
        if (place instanceof BaseImageReference.OciArchive archive) {
            Path file = PlainArchive.of(archive.file(), places.directory(workspace), limit, request.role());
            return new BaseImageReference.OciArchive(file, archive.ref());
        }
        return place;
    }

    /** Reasons why an image cannot be imported. */
    public enum ImportReason implements Reason {
        /** The source cannot be read. */
        SOURCE,
        /** The text is not a source. */
        REFERENCE,
        /** The source lacks a platform. */
        PLATFORMS,
        /** The index lists platforms whose manifests are missing. */
        INCOMPLETE_INDEX,
        /** A selection of platforms changed the digest. */
        OTHER_PLATFORMS,
        /** The archive's compression is not supported here. */
        EXPAND_ARCHIVE
    }
}
