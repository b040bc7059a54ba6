package io.github.imagepromotion.archive;

import com.google.gson.JsonObject;
import io.github.imagepromotion.disk.FileSlice;
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
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final FileChannel channel;
    private final Map<String, TarIndex.Slice> slices;
    private final Image image;
    private final Identity identity;
    private final Optional<ExternalLayers> externalLayers;
    private final List<Document> documents;

    private ImageArchive(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.slices = TarIndex.read(channel, what());
        checkVersion();
        checkNames();
        checkFiles();
        Descriptor top = readTop();
        this.identity = Identity.read(top, what());
        this.externalLayers = ExternalLayers.read(top, what());
        this.image = Image.read(top, this);
        image.blobs().stream().filter(blob -> !isLeftOut(blob)).forEach(this::slice);
        this.documents = readDocuments();
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
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new ImageArchive(file, channel);
        } catch (DamagedContentException e) {
            channel.close();
            throw new DamagedContentException(
                    Message.of("Refused " + what(file) + ": ").and(e).and(" Take it from the build again."), e);
        } catch (RuntimeException | IOException e) {
            channel.close();
            throw e;
        }
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
        Map<Digest, Long> contents = new LinkedHashMap<>();
        slices.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().size()))
                .forEach(entry -> ArchiveLayout.blobDigest(entry.getKey())
                        .ifPresent(
                                digest -> contents.put(digest, entry.getValue().size())));
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
        new ArchiveCheck(channel, slices, what()).checkStructure();
    }

    /**
     * @param digest one of the {@link #contents}
     * @throws ImageException if the content does not have this digest
     * @throws IOException if the archive cannot be read
     */
    public void check(Digest digest) throws IOException {
        new ArchiveCheck(channel, slices, what()).checkBlob(digest);
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
        TarIndex.Slice slice = slice(blob);
        return new FileSlice(channel, slice.offset() + offset, slice.offset() + slice.size());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private String what() {
        return what(file);
    }

    private static String what(Path file) {
        return "image archive " + Text.quote(file.toString());
    }

    private TarIndex.Slice slice(Descriptor blob) {
        TarIndex.Slice slice = slices.get(ArchiveLayout.blobName(blob.digest()));
        if (slice == null) {
            throw TarIndex.refused(what(), "it lacks " + blob.digest());
        }
        if (slice.size() != blob.size()) {
            throw TarIndex.refused(
                    what(), blob.digest() + " has " + slice.size() + " bytes where its descriptor says " + blob.size());
        }
        return slice;
    }

    /** Checked first, since a newer format may have other files. */
    private void checkVersion() throws IOException {
        if (slices.containsKey(ArchiveLayout.CHECKSUMS)) {
            tops().forEach(top -> Identity.requireKnown(top, what()));
        }
    }

    private void checkNames() {
        if (!slices.containsKey(ArchiveLayout.OCI_LAYOUT) || !slices.containsKey(ArchiveLayout.CHECKSUMS)) {
            throw new ImageException("Refused " + what() + ": it is not an image archive that this plugin wrote."
                    + " Bring an image of another tool into one with image:import, and promote that.");
        }
        for (String name : slices.keySet()) {
            if (!files().contains(name)
                    && !name.equals(ArchiveLayout.CHECKSUMS)
                    && ArchiveLayout.blobDigest(name).isEmpty()) {
                throw TarIndex.refused(what(), "the entry " + Text.quote(name) + " does not belong there");
            }
        }
    }

    private List<String> files() {
        List<String> always = List.of(ArchiveLayout.OCI_LAYOUT, ArchiveLayout.INDEX, ArchiveLayout.DOCKER_MANIFEST);
        return slices.containsKey(ArchiveLayout.DOCUMENTS)
                ? Stream.concat(always.stream(), Stream.of(ArchiveLayout.DOCUMENTS))
                        .toList()
                : always;
    }

    /** Verifies the small files against {@value ArchiveLayout#CHECKSUMS}, and so the BuildId in them. */
    private void checkFiles() throws IOException {
        Map<String, String> checksums = new HashMap<>();
        for (String line : new String(file(ArchiveLayout.CHECKSUMS), StandardCharsets.US_ASCII).split("\n")) {
            int space = line.indexOf("  ");
            checksums.put(line.substring(Math.max(space, 0)).trim(), line.substring(0, Math.max(space, 0)));
        }
        if (!checksums.keySet().equals(Set.copyOf(files()))) {
            throw TarIndex.refused(what(), "its files are not those that '" + ArchiveLayout.CHECKSUMS + "' names");
        }
        for (String name : files()) {
            if (!Digest.sha256(file(name)).hex().equals(checksums.get(name))) {
                throw TarIndex.refused(what(), "'" + name + "' is not what '" + ArchiveLayout.CHECKSUMS + "' says");
            }
        }
    }

    /** Verifies that {@code docker load} and the annotations refer to the image that is promoted. */
    private void checkForm() throws IOException {
        for (Map.Entry<String, byte[]> due :
                ArchiveFiles.all(image, identity, externalLayers, documents).entrySet()) {
            if (!Arrays.equals(file(due.getKey()), due.getValue())) {
                throw TarIndex.refused(what(), "'" + due.getKey() + "' does not say what it has to of the image");
            }
        }
        Set<Digest> strangers = new HashSet<>(contents().keySet());
        for (Document document : documents) {
            strangers.removeAll(document.content().digests());
        }
        strangers.removeAll(image.digests());
        if (!strangers.isEmpty()) {
            throw TarIndex.refused(
                    what(), "nothing in it needs " + strangers.iterator().next());
        }
    }

    private Descriptor readTop() throws IOException {
        List<Descriptor> tops = tops().stream().filter(Identity::isIn).toList();
        if (tops.size() != 1) {
            throw TarIndex.refused(what(), "its index names " + tops.size() + " images of a build where one is due");
        }
        return tops.get(0);
    }

    private List<Descriptor> tops() throws IOException {
        JsonObject index = Json.object(file(ArchiveLayout.INDEX), KnownMembers.INDEX, "index.json of " + what());
        return Json.objects(index, "manifests", what()).stream()
                .map(json -> DescriptorJson.read(json, what()))
                .toList();
    }

    private List<Document> readDocuments() throws IOException {
        if (!slices.containsKey(ArchiveLayout.DOCUMENTS)) {
            return List.of();
        }
        List<Document> found = DocumentList.read(file(ArchiveLayout.DOCUMENTS), this, what());
        found.forEach(document -> document.content().blobs().forEach(this::slice));
        return DocumentOrder.of(image, found);
    }

    private byte[] file(String name) throws IOException {
        TarIndex.Slice slice = slices.get(name);
        if (slice == null || slice.size() > ArchiveLayout.LARGEST_FILE) {
            throw TarIndex.refused(what(), "'" + name + (slice == null ? "' is missing" : "' is too large"));
        }
        try (InputStream in = new FileSlice(channel, slice.offset(), slice.offset() + slice.size())) {
            return in.readAllBytes();
        }
    }
}
