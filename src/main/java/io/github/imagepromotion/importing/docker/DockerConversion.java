package io.github.imagepromotion.importing.docker;

import io.github.imagepromotion.build.blobs.KnownBlobs;
import io.github.imagepromotion.build.blobs.TarFiles;
import io.github.imagepromotion.build.layer.Expansion;
import io.github.imagepromotion.build.layer.ExpansionLimit;
import io.github.imagepromotion.build.layer.LayerDigests;
import io.github.imagepromotion.build.layer.UnexpandableException;
import io.github.imagepromotion.disk.FileForm;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Compression;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.importing.docker.DockerArchiveReader.DockerImage;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Converts an image of a docker archive to the form that registries hold: uncompressed layers are compressed, others
 * stay as they are; the config keeps its bytes, so the image ID does not change.
 */
public final class DockerConversion implements Closeable {
    private final DockerArchiveReader archive;
    private final Path directory;
    private final ExpansionLimit limit;
    private final int threads;
    private final Consumer<Message> warnings;
    private final KnownBlobs blobs = new KnownBlobs();
    private final Map<String, Layer> layers = new HashMap<>();

    /** A layer to push, and the digest of its uncompressed content. */
    private record Layer(Descriptor blob, Digest diffId) {}

    /**
     * @param archive a docker archive
     * @param directory directory for compressed layers, until this is closed
     * @param limit limit of the decompressed size of layers
     * @param threads number of compressing threads, at least 1
     * @param warnings receives what could not be checked
     * @throws ImageException if the file does not exist, or is not a valid tar
     */
    public DockerConversion(Path archive, Path directory, ExpansionLimit limit, int threads, Consumer<Message> warnings)
            throws IOException {
        this.archive = new DockerArchiveReader(archive);
        this.directory = directory;
        this.limit = limit;
        this.threads = threads;
        this.warnings = warnings;
    }

    /**
     * @param ref selects an image of the archive
     * @return the image
     * @throws ImageException if it is missing, or a layer does not match the config
     */
    public Image image(Optional<String> ref) throws IOException {
        DockerImage image = archive.image(ref);
        Optional<ImageConfig> config =
                image.config().map(bytes -> ImageConfig.parse(Descriptor.of(MediaType.OCI_CONFIG, bytes), bytes));
        config.ifPresent(known -> DockerImage.checkNumber(known, image.layers().size()));
        List<Descriptor> converted = new ArrayList<>();
        List<Digest> diffIds = new ArrayList<>();
        for (String name : image.layers()) {
            Optional<Digest> expected = config.map(known -> known.diffIds().get(converted.size()));
            Layer layer = layer(name, expected);
            if (expected.isPresent()) {
                checkDiffId(name, layer, expected.get());
            }
            converted.add(layer.blob());
            diffIds.add(layer.diffId());
        }
        byte[] configBytes = image.config().orElseGet(() -> LegacyConfig.write(image.history(), diffIds));
        Descriptor configBlob = Descriptor.of(MediaType.OCI_CONFIG, configBytes);
        blobs.add(configBlob, configBytes);
        ImageManifest manifest = ImageManifest.of(configBlob, converted, Map.of());
        return Image.of(manifest.descriptor(), List.of(manifest));
    }

    /** {@return serves config and layers until this is closed} */
    public BlobSource blobs() {
        return blobs;
    }

    private void checkDiffId(String name, Layer layer, Digest expected) throws IOException {
        if (!layer.diffId().equals(expected)) {
            throw new ImageException("Its layer " + Text.quote(name) + " is not the one that its config names: it is "
                    + form(name) + layer.diffId() + ", the config says " + expected + ".");
        }
    }

    /** {@return the detected type of a file that is not a layer, and a comma; otherwise nothing} */
    private String form(String name) throws IOException {
        try (InputStream in = open(name)) {
            return FileForm.of(in.readNBytes(FileForm.HEAD))
                    .map(form -> form + ", ")
                    .orElse("");
        }
    }

    private Layer layer(String name, Optional<Digest> expected) throws IOException {
        Layer known = layers.get(name);
        if (known == null) {
            known = switch (compression(name)) {
                case GZIP -> keep(name, MediaType.OCI_LAYER_GZIP, expected);
                case ZSTD -> keep(name, MediaType.OCI_LAYER_ZSTD, expected);
                case NONE, XZ, BZIP2 -> compress(name);
            };
            layers.put(name, known);
        }
        return known;
    }

    private Compression compression(String name) throws IOException {
        try (InputStream in = open(name)) {
            return Compression.of(in.readNBytes(Compression.MAGIC));
        }
    }

    private Layer keep(String name, MediaType type, Optional<Digest> expected) throws IOException {
        TarFiles files = archive.files();
        LayerDigests digests;
        try (InputStream in = open(name)) {
            digests = LayerDigests.read(in, Digest.sha256(new byte[0]), limit);
        } catch (UnexpandableException e) {
            digests = unexpanded(name, expected, e);
        } catch (IOException e) {
            throw damaged(name, e);
        }
        Descriptor blob = Descriptor.of(type, digests.stored(), digests.size());
        blobs.add(blob, (descriptor, offset) -> files.open(name, offset));
        return new Layer(blob, digests.diffId());
    }

    private LayerDigests unexpanded(String name, Optional<Digest> expected, UnexpandableException why)
            throws IOException {
        if (expected.isEmpty()) {
            throw new ImageException(
                    "Its layer " + Text.quote(name) + " cannot be expanded: " + why.getMessage() + ".", why);
        }
        warnings.accept(Message.of("The layer " + Text.quote(name) + " was not compared with the config of its image: "
                + why.getMessage() + "."));
        try (InputStream in = open(name)) {
            return LayerDigests.stored(in, expected.get());
        }
    }

    private static ImageException damaged(String name, IOException why) {
        return new ImageException(
                "Its layer " + Text.quote(name) + " is damaged: it cannot be expanded ("
                        + Text.printable(String.valueOf(why.getMessage())) + ").",
                why);
    }

    /** There is no media type for layers compressed other than by gzip or zstd. */
    private Layer compress(String name) throws IOException {
        Path file = directory.resolve(layers.size() + ".tar.gz");
        LayerDigests digests;
        try (OutputStream out = Files.newOutputStream(file);
                InputStream in = Expansion.of(open(name), limit)) {
            digests = LayerDigests.compress(in, out, threads);
        } catch (FileSystemException e) {
            throw e;
        } catch (UnexpandableException e) {
            throw new ImageException(
                    "Its layer " + Text.quote(name) + " cannot be expanded: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            if (compression(name) == Compression.NONE) {
                throw e;
            }
            throw damaged(name, e);
        }
        Descriptor blob = Descriptor.of(MediaType.OCI_LAYER_GZIP, digests.stored(), digests.size());
        blobs.add(blob, (descriptor, offset) -> openFile(file, offset));
        return new Layer(blob, digests.diffId());
    }

    private InputStream open(String name) throws IOException {
        try {
            return archive.files().open(name, 0);
        } catch (NoSuchFileException e) {
            throw new ImageException(
                    "Its layer " + Text.quote(name) + " is not in the archive. A layer that may not be distributed is"
                            + " left out when an image is saved, and no registry of an environment could hold it.",
                    e);
        }
    }

    private static InputStream openFile(Path file, long offset) throws IOException {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(offset);
        return in;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
