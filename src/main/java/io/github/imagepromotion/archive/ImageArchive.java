package io.github.imagepromotion.archive;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.DocumentOrder;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.KnownMembers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An open image archive; nothing is extracted. Opening it reads its files and manifests and checks their consistency;
 * {@link #check} verifies everything. Thread-safe.
 */
public final class ImageArchive implements BlobSource, AutoCloseable {
    /** The file that lists the documents, in the form of {@code index.json}. */
    public static final String DOCUMENTS = "documents.json";

    private final Path file;
    private final ArchiveTar tar;
    private final Image image;
    private final Identity identity;
    private final Optional<ExternalLayers> externalLayers;
    private final List<Document> documents;
    private final Map<Digest, Long> contents;

    private ImageArchive(Path file, ArchiveTar tar) throws IOException {
        this.file = file;
        this.tar = tar;
        checkVersion();
        checkNames();
        tar.checkFiles(files());
        Descriptor top = readTop();
        this.identity = Identity.read(top, what());
        this.externalLayers = ExternalLayers.read(top, what());
        this.image = Image.read(top, this);
        image.blobs().stream().filter(blob -> !isLeftOut(blob)).forEach(tar::require);
        this.documents = readDocuments();
        this.contents = readContents();
        checkForm();
    }

    /**
     * @param file an archive written by {@link ArchiveWriter}
     * @return the archive; the caller closes it
     * @throws ImageException if it is missing, truncated, or not an image archive
     * @throws IOException if it cannot be read
     */
    public static ImageArchive open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ImageException(Message.of("There is no image archive " + Text.quote(file.toString()) + ".")
                    .because(ArchiveReason.NO_ARCHIVE));
        }
        try {
            return open(file, ArchiveTar.open(file, what(file)));
        } catch (DamagedContentException e) {
            throw damaged(what(file), e);
        }
    }

    /**
     * @param file the file with the archive
     * @param tar the tar, or the directory in it that has the archive; closed with the archive, or if this fails
     */
    static ImageArchive open(Path file, ArchiveTar tar) throws IOException {
        try {
            return new ImageArchive(file, tar);
        } catch (DamagedContentException e) {
            tar.close();
            throw damaged(tar.what(), e);
        } catch (RuntimeException | IOException e) {
            tar.close();
            throw e;
        }
    }

    private static DamagedContentException damaged(String what, DamagedContentException e) {
        return new DamagedContentException(
                Message.of("Refused " + what + ": ").and(e).and(" Take it from the build again."), e);
    }

    /** {@return the file of the archive} */
    public Path file() {
        return file;
    }

    /** {@return the image} */
    public Image image() {
        return image;
    }

    /** {@return the identity of the build} */
    public Identity identity() {
        return identity;
    }

    /** {@return the layers that a thin archive leaves out; empty if the image is complete} */
    public Optional<ExternalLayers> externalLayers() {
        return externalLayers;
    }

    /** {@return documents about the image, each after its subject} */
    public List<Document> documents() {
        return documents;
    }

    /** {@return whether a thin archive leaves out a blob of the image} */
    public boolean isLeftOut(Descriptor blob) {
        return externalLayers.isPresent() && externalLayers.get().layers().contains(blob.digest());
    }

    /** {@return digests and sizes in bytes of all blobs and manifests in the archive, the largest first} */
    public Map<Digest, Long> contents() {
        return contents;
    }

    /**
     * Verifies everything except {@link #contents}; with {@link #check(Digest)} of each of these, every byte is
     * verified.
     *
     * @throws ImageException if a byte is not as written
     * @throws IOException if the archive cannot be read
     */
    public void checkStructure() throws IOException {
        tar.checkStructure();
    }

    /**
     * @param digest one of the {@link #contents}
     * @throws ImageException if the content does not have this digest
     * @throws IOException if the archive cannot be read
     */
    public void check(Digest digest) throws IOException {
        tar.check(digest);
    }

    /**
     * Verifies every byte: digests of all blobs, and that there is nothing between entries.
     *
     * @param parallelism number of blobs hashed in parallel
     * @throws ImageException if a byte is not as written
     * @throws IOException if the archive cannot be read
     */
    public void check(int parallelism) throws IOException {
        checkStructure();
        Parallel.forEach(contents().keySet(), parallelism, this::check);
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        if (isLeftOut(blob)) {
            throw new NoSuchFileException(blob.digest().toString(), null, "left out of " + what());
        }
        return tar.open(blob, offset);
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private String what() {
        return tar.what();
    }

    private static String what(Path file) {
        return "image archive " + Text.quote(file.toString());
    }

    /** Checked first, since a newer format may have other files. */
    private void checkVersion() throws IOException {
        if (tar.has(ArchiveLayout.CHECKSUMS)) {
            tops().forEach(top -> Identity.requireKnown(top, what()));
        }
    }

    private void checkNames() {
        if (!tar.has(ArchiveLayout.OCI_LAYOUT) || !tar.has(ArchiveLayout.CHECKSUMS)) {
            throw new ImageException("Refused " + what() + ": it is not an image archive that this plugin wrote."
                    + " Bring an image of another tool into one with image:import, and promote that.");
        }
        for (String name : tar.isPart() ? Set.<String>of() : tar.entries().keySet()) {
            if (!files().contains(name)
                    && !name.equals(ArchiveLayout.CHECKSUMS)
                    && ArchiveLayout.blobDigest(name).isEmpty()) {
                throw TarIndex.refused(what(), "the entry " + Text.quote(name) + " does not belong there");
            }
        }
    }

    private List<String> files() {
        List<String> always = List.of(ArchiveLayout.OCI_LAYOUT, ArchiveLayout.INDEX, ArchiveLayout.DOCKER_MANIFEST);
        return tar.has(ArchiveLayout.DOCUMENTS)
                ? Stream.concat(always.stream(), Stream.of(ArchiveLayout.DOCUMENTS))
                        .toList()
                : always;
    }

    /** Verifies that {@code docker load} and the annotations refer to the image that is promoted. */
    private void checkForm() throws IOException {
        for (Map.Entry<String, byte[]> due :
                ArchiveFiles.all(image, identity, externalLayers, documents).entrySet()) {
            if (!Arrays.equals(tar.file(due.getKey()), due.getValue())) {
                throw TarIndex.refused(what(), "'" + due.getKey() + "' does not say what it has to of the image");
            }
        }
        if (!tar.isPart()) {
            refuseOthers(tar, contents.keySet());
        }
    }

    /** Refuses blobs that nothing needs. */
    static void refuseOthers(ArchiveTar tar, Set<Digest> needed) {
        for (String name : tar.entries().keySet()) {
            Optional<Digest> blob = ArchiveLayout.blobDigest(name).filter(digest -> !needed.contains(digest));
            if (blob.isPresent()) {
                throw TarIndex.refused(tar.what(), "nothing in it needs " + blob.get());
            }
        }
    }

    private Map<Digest, Long> readContents() {
        Set<Digest> needed = new LinkedHashSet<>(image.digests());
        documents.forEach(document -> needed.addAll(document.content().digests()));
        Map<Digest, Long> found = new LinkedHashMap<>();
        needed.stream()
                .filter(tar::has)
                .sorted(Comparator.comparingLong((Digest digest) -> -tar.size(digest)))
                .forEach(digest -> found.put(digest, tar.size(digest)));
        return Collections.unmodifiableMap(found);
    }

    private Descriptor readTop() throws IOException {
        List<Descriptor> tops = tops().stream().filter(Identity::isIn).toList();
        if (tops.size() != 1) {
            throw TarIndex.refused(what(), "its index names " + tops.size() + " images of a build where one is due");
        }
        return tops.get(0);
    }

    private List<Descriptor> tops() throws IOException {
        JsonObject index = Json.object(tar.file(ArchiveLayout.INDEX), KnownMembers.INDEX, "index.json of " + what());
        return Json.objects(index, "manifests", what()).stream()
                .map(json -> DescriptorJson.read(json, what()))
                .toList();
    }

    private List<Document> readDocuments() throws IOException {
        if (!tar.has(ArchiveLayout.DOCUMENTS)) {
            return List.of();
        }
        List<Document> found = DocumentList.read(tar.file(ArchiveLayout.DOCUMENTS), this, what());
        found.forEach(document -> document.content().blobs().forEach(tar::require));
        return DocumentOrder.of(image, found);
    }
}
