package io.github.imagepromotion.archive;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.DocumentOrder;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes an image archive. Owner, time and order of entries are fixed, so the same input gives the same bytes. It is
 * written to a temporary file in the same directory, which is renamed when complete.
 */
public final class ArchiveWriter {
    private final Image image;
    private final Identity identity;
    private final BlobSource blobs;
    private final Optional<ExternalLayers> externalLayers;
    private final List<Document> documents;

    /**
     * @param image the image, written completely
     * @param identity identity of the build
     * @param blobs source of the image's configs and layers
     */
    public ArchiveWriter(Image image, Identity identity, BlobSource blobs) {
        this(image, identity, blobs, Optional.empty(), List.of());
    }

    /**
     * @param image the image
     * @param identity identity of the build
     * @param blobs source of the image's configs and layers
     * @param externalLayers layers to leave out
     */
    public ArchiveWriter(Image image, Identity identity, BlobSource blobs, Optional<ExternalLayers> externalLayers) {
        this(image, identity, blobs, externalLayers, List.of());
    }

    /**
     * @param image the image
     * @param identity identity of the build
     * @param blobs source of the image's configs and layers
     * @param externalLayers layers to leave out
     * @param documents documents about the image, in any order
     * @throws ImageException if a document is not about this image
     */
    public ArchiveWriter(
            Image image,
            Identity identity,
            BlobSource blobs,
            Optional<ExternalLayers> externalLayers,
            List<Document> documents) {
        this.externalLayers = externalLayers;
        this.image = image;
        this.identity = identity;
        this.blobs = blobs;
        this.documents = DocumentOrder.of(image, documents);
    }

    /**
     * Does not sync to disk: an archive damaged by a power failure is detected when it is read, and can be built again.
     *
     * @param target the archive; missing directories are created, an existing file is replaced
     * @throws ImageException if a blob does not match its descriptor; nothing is left behind
     * @throws IOException if the archive cannot be written, for example because the disk is full; nothing is left
     *     behind
     */
    public void write(Path target) throws IOException {
        AtomicFile.write(target, out -> {
            try (TarOutput tar = new TarOutput(out)) {
                for (Map.Entry<String, byte[]> file : files().entrySet()) {
                    tar.add(file.getKey(), file.getValue());
                }
                writeContents(tar, new HashSet<>());
            }
        });
    }

    /** {@return the small files, with their checksums, in order} */
    Map<String, byte[]> files() {
        Map<String, byte[]> files = ArchiveFiles.all(image, identity, externalLayers, documents);
        Map<String, Digest> digests = new LinkedHashMap<>();
        files.forEach((name, content) -> digests.put(name, Digest.sha256(content)));
        files.put(ArchiveLayout.CHECKSUMS, ArchiveFiles.checksums(digests));
        return files;
    }

    /**
     * Writes manifests and blobs of the image and its documents, which may share some, such as the empty config.
     *
     * @param written digests of what the tar has already; the others are added
     */
    void writeContents(TarOutput tar, Set<Digest> written) throws IOException {
        image.blobs().forEach(this::refuseNonDistributable);
        write(image, blobs, tar, written);
        for (Document document : documents) {
            write(document.content(), document.blobs(), tar, written);
        }
    }

    private void write(Image content, BlobSource source, TarOutput tar, Set<Digest> written) throws IOException {
        for (Manifest manifest : content.manifests()) {
            if (written.add(manifest.descriptor().digest())) {
                tar.add(ArchiveLayout.blobName(manifest.descriptor().digest()), manifest.bytes());
            }
        }
        for (Descriptor blob : content.blobs()) {
            if (isLeftOut(blob) || !written.add(blob.digest())) {
                continue;
            }
            try (InputStream in = source.open(blob, 0)) {
                tar.add(ArchiveLayout.blobName(blob.digest()), blob, in);
            }
        }
    }

    private void refuseNonDistributable(Descriptor blob) {
        if (blob.mediaType().isNonDistributable() && !isLeftOut(blob)) {
            throw new ImageException(Message.of("Cannot archive " + blob.digest() + ": '" + blob.mediaType()
                            + "' is a non-distributable layer, which registries do not take.")
                    .because(ArchiveReason.NON_DISTRIBUTABLE));
        }
    }

    private boolean isLeftOut(Descriptor blob) {
        return externalLayers
                .filter(thin -> thin.layers().contains(blob.digest()))
                .isPresent();
    }
}
