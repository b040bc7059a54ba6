package io.github.imagepromotion.importing.docker;

import io.github.imagepromotion.build.blobs.KnownBlobs;
import io.github.imagepromotion.build.blobs.TarFiles;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Compression;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.importing.layer.ExpansionLimit;
import io.github.imagepromotion.importing.layer.LayerDigests;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings an image of a docker archive into the form that registries hold: layers that are not compressed are, once,
 * others stay as they are; the config keeps its bytes, so the image ID stays what it was.
 */
public final class DockerConversion implements Closeable {
    private final DockerArchive archive;
    private final Path directory;
    private final ExpansionLimit limit;
    private final int threads;
    private final KnownBlobs blobs = new KnownBlobs();
    private final Map<String, Layer> layers = new HashMap<>();

    /** A layer in its form for registries, and its digest before it was compressed. */
    private record Layer(Descriptor blob, Digest diffId) {}

    /**
     * @param archive a docker archive
     * @param directory for compressed layers, until this is closed
     * @param limit of what compressed layers expand to
     * @param threads how many compress at once, at least 1
     * @throws ImageException if there is no such file, or it is no tar that can be trusted
     */
    public DockerConversion(Path archive, Path directory, ExpansionLimit limit, int threads) throws IOException {
        this.archive = new DockerArchive(archive);
        this.directory = directory;
        this.limit = limit;
        this.threads = threads;
    }

    /**
     * @param ref which image of the archive
     * @return the image
     * @throws ImageException if it is not there, or a layer is not what the config says
     */
    public Image image(Optional<String> ref) throws IOException {
        DockerImage image = archive.image(ref);
        Optional<ImageConfig> config =
                image.config().map(bytes -> ImageConfig.parse(Descriptor.of(MediaType.OCI_CONFIG, bytes), bytes));
        config.ifPresent(known -> DockerImage.checkNumber(known, image.layers().size()));
        List<Descriptor> converted = new ArrayList<>();
        List<Digest> diffIds = new ArrayList<>();
        for (String name : image.layers()) {
            Layer layer = layer(name);
            int number = converted.size();
            config.ifPresent(known -> checkDiffId(name, layer, known.diffIds().get(number)));
            converted.add(layer.blob());
            diffIds.add(layer.diffId());
        }
        byte[] configBytes = image.config().orElseGet(() -> LegacyConfig.write(image.history(), diffIds));
        Descriptor configBlob = Descriptor.of(MediaType.OCI_CONFIG, configBytes);
        blobs.add(configBlob, configBytes);
        ImageManifest manifest = ImageManifest.of(configBlob, converted, Map.of());
        return Image.of(manifest.descriptor(), List.of(manifest));
    }

    /** @return serves config and layers until this is closed */
    public BlobSource blobs() {
        return blobs;
    }

    private static void checkDiffId(String name, Layer layer, Digest expected) {
        if (!layer.diffId().equals(expected)) {
            throw new ImageException("Its layer " + Text.quote(name) + " is not the one that its config names: it is "
                    + layer.diffId() + ", the config says " + expected + ".");
        }
    }

    private Layer layer(String name) throws IOException {
        Layer known = layers.get(name);
        if (known == null) {
            Compression compression = compression(name);
            known = compression == Compression.NONE ? compress(name) : keep(name, compression);
            layers.put(name, known);
        }
        return known;
    }

    private Compression compression(String name) throws IOException {
        try (InputStream in = open(name)) {
            return Compression.of(in.readNBytes(Compression.MAGIC));
        }
    }

    private Layer keep(String name, Compression compression) throws IOException {
        TarFiles files = archive.files();
        MediaType type = compression == Compression.ZSTD ? MediaType.OCI_LAYER_ZSTD : MediaType.OCI_LAYER_GZIP;
        LayerDigests digests;
        try (InputStream in = open(name)) {
            digests = LayerDigests.read(in, Digest.sha256(new byte[0]), limit);
        } catch (IOException e) {
            throw new ImageException("Its layer " + Text.quote(name) + " is damaged: it cannot be expanded.", e);
        }
        Descriptor blob = Descriptor.of(type, digests.stored(), digests.size());
        blobs.add(blob, (descriptor, offset) -> files.open(name, offset));
        return new Layer(blob, digests.diffId());
    }

    private Layer compress(String name) throws IOException {
        Path file = directory.resolve(layers.size() + ".tar.gz");
        LayerDigests digests;
        try (InputStream in = open(name);
                OutputStream out = Files.newOutputStream(file)) {
            digests = LayerDigests.compress(in, out, threads);
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
