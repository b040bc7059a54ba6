package io.github.imagepromotion.build.blobs;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.KnownMembers;
import io.github.imagepromotion.manifest.Manifest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An untrusted OCI image layout (image-spec 1.1, image-layout.md), in a directory or a tar. Content that is read
 * completely is verified against size and digest.
 */
public final class OciLayout implements BlobSource, Closeable {
    private static final int LARGEST_MARKER = 4 * 1024;

    private final LayoutFiles files;
    private final Runnable onDamage;
    private Optional<LayoutContents> contents = Optional.empty();
    private Optional<Map<Digest, Set<Descriptor>>> referrers = Optional.empty();

    private OciLayout(LayoutFiles files, Runnable onDamage) {
        this.files = files;
        this.onDamage = onDamage;
    }

    /**
     * @param directory directory with {@code oci-layout}, {@code index.json} and {@code blobs}
     * @return the layout, not read yet
     * @throws ImageException if there is no such directory
     */
    public static OciLayout inDirectory(Path directory) throws IOException {
        return new OciLayout(new DirectoryFiles(directory), () -> {});
    }

    /**
     * @param archive uncompressed tar with {@code oci-layout}, {@code index.json} and {@code blobs}
     * @return the layout, of which only the names of entries were read
     * @throws ImageException if the file does not exist, is not a tar, or has a duplicate name with different content
     */
    public static OciLayout inArchive(Path archive) throws IOException {
        return inArchive(archive, () -> {});
    }

    /**
     * As {@link #inArchive(Path)}.
     *
     * @param onDamage called when a blob does not match its digest
     */
    public static OciLayout inArchive(Path archive, Runnable onDamage) throws IOException {
        return new OciLayout(new TarFiles(archive), onDamage);
    }

    /**
     * Selects an image.
     *
     * @param ref name or digest; may be empty if the layout has only one image
     * @return descriptor of its manifest or index, from {@code index.json}
     * @throws ImageException if this is not a layout, lacks that image, or has several and none is selected
     */
    public Descriptor top(Optional<String> ref) throws IOException {
        checkMarker();
        return new LayoutContents(entries("index.json"), place()).image(ref, this);
    }

    /**
     * @param subject digest of a manifest
     * @return descriptors listed as its referrers, unverified
     * @throws ImageException if the list cannot be read
     */
    public synchronized List<Descriptor> referrers(Digest subject) throws IOException {
        if (referrers.isEmpty()) {
            referrers = Optional.of(contents().referrers(this));
        }
        return List.copyOf(referrers.get().getOrDefault(subject, Set.of()));
    }

    /**
     * @param tag any tag
     * @return the descriptor under it, if any
     * @throws ImageException if the list cannot be read
     */
    public Optional<Descriptor> tagged(Tag tag) throws IOException {
        return contents().entry(tag.name()).map(Descriptor::plain);
    }

    private synchronized LayoutContents contents() throws IOException {
        if (contents.isEmpty()) {
            List<Descriptor> all = new ArrayList<>(entries("index.json"));
            if (exists(ImageArchive.DOCUMENTS)) {
                all.addAll(entries(ImageArchive.DOCUMENTS));
            }
            contents = Optional.of(new LayoutContents(all, place()));
        }
        return contents.get();
    }

    private boolean exists(String name) throws IOException {
        try {
            return files.size(name) >= 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private List<Descriptor> entries(String name) throws IOException {
        byte[] bytes = document(name, Manifest.LARGEST);
        try {
            return Manifest.parse(Descriptor.of(MediaType.OCI_INDEX, bytes), bytes)
                    .manifests();
        } catch (ImageException e) {
            throw new ImageException(
                    Message.of(name + " of " + place() + " is malformed: ").and(e), e);
        }
    }

    /**
     * @param blob descriptor of a manifest, config or layer
     * @return whether a file for this digest exists
     * @throws ImageException if it has another size, or is not a regular file of the layout
     */
    public boolean has(Descriptor blob) throws IOException {
        try {
            long size = files.size(fileOf(blob));
            if (size != blob.size()) {
                throw new ImageException(blob.digest() + " of " + place() + " is damaged: it has " + size
                        + " bytes, its descriptor says " + blob.size() + ".");
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        if (!has(blob)) {
            throw new NoSuchFileException(blob.digest().toString(), null, "not in " + place());
        }
        InputStream content = files.open(fileOf(blob), offset);
        return offset == 0 ? new VerifyingStream(content, blob, place(), onDamage) : content;
    }

    /** {@return the location, for messages} */
    public String place() {
        return files.place();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** Image-spec 1.1, image-layout.md, "oci-layout file". */
    private void checkMarker() throws IOException {
        JsonObject marker =
                Json.object(document("oci-layout", LARGEST_MARKER), KnownMembers.LAYOUT, "oci-layout of " + place());
        String version = Json.requiredString(marker, "imageLayoutVersion", "oci-layout of " + place());
        if (!version.startsWith("1.")) {
            throw new ImageException(
                    "The version of " + place() + " is " + Text.quote(version) + ", and only 1.x is known.");
        }
    }

    private byte[] document(String name, int limit) throws IOException {
        try (InputStream in = files.open(name, 0)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new ImageException(name + " of " + place() + " is larger than " + limit + " bytes.");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new ImageException(place() + " is not an OCI image layout: it has no file " + name + ".", e);
        }
    }

    private static String fileOf(Descriptor blob) {
        return "blobs/" + blob.digest().algorithm() + "/" + blob.digest().hex();
    }

    /** The files of an image layout in a directory. Links are followed within the layout, never out of it. */
    static final class DirectoryFiles implements LayoutFiles {
        private final Path root;

        /** @throws ImageException if there is no such directory */
        DirectoryFiles(Path directory) throws IOException {
            if (!Files.isDirectory(directory)) {
                throw new ImageException("There is no directory " + Text.quote(directory.toString()) + ".");
            }
            root = directory.toRealPath();
        }

        @Override
        public long size(String name) throws IOException {
            return Files.size(locate(name));
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker") // The stream closes the channel.
        public InputStream open(String name, long offset) throws IOException {
            return Channels.newInputStream(FileChannel.open(locate(name)).position(offset));
        }

        @Override
        public String place() {
            return "image layout " + Text.quote(root.toString());
        }

        @Override
        public void close() {}

        private Path locate(String name) throws IOException {
            Path file = root.resolve(name).toRealPath();
            if (!file.startsWith(root)) {
                throw new ImageException(name + " of " + place() + " is a link that leads out of it.");
            }
            if (!Files.isRegularFile(file)) {
                throw new ImageException(name + " of " + place() + " is not a regular file.");
            }
            return file;
        }
    }

    /** The files of an image layout. Implementations are thread-safe. */
    public interface LayoutFiles extends Closeable {

        /**
         * @param name file name relative to the layout, with {@code /}
         * @return its size in bytes
         * @throws java.nio.file.NoSuchFileException if there is no such file
         * @throws io.github.imagepromotion.image.ImageException if it is not a regular file of the layout
         */
        long size(String name) throws IOException;

        /**
         * @param name file name relative to the layout, with {@code /}
         * @param offset offset of the first byte to read
         * @return the bytes from there; the caller closes it
         * @throws java.nio.file.NoSuchFileException if there is no such file
         * @throws io.github.imagepromotion.image.ImageException if it is not a regular file of the layout
         */
        InputStream open(String name, long offset) throws IOException;

        /** {@return the location of the files, for messages} */
        String place();
    }
}
