package io.github.imagepromotion.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes small images whose layers are real archives of incompressible files. The same seed makes the same image. */
public final class TestImages {
    private final Random random;
    private final MemoryBlobs blobs = new MemoryBlobs();

    private TestImages(long seed) {
        this.random = new Random(seed);
    }

    /**
     * An image with its content.
     *
     * @param image the image
     * @param blobs every blob and manifest of it
     */
    public record TestImage(Image image, MemoryBlobs blobs) {
        /** {@return the top manifest} */
        public Manifest top() {
            return image.manifests().get(image.manifests().size() - 1);
        }
    }

    /**
     * @param seed of the content
     * @param layerBytes size of the file in each layer
     * @return an image for linux/amd64
     */
    public static TestImage single(long seed, int... layerBytes) {
        TestImages maker = new TestImages(seed);
        Manifest manifest = maker.manifest(Platform.LINUX_AMD64, layerBytes);
        return new TestImage(Image.of(manifest.descriptor(), List.of(manifest)), maker.blobs);
    }

    /**
     * @param seed of the content
     * @param layerBytes size of the file in each layer, of each platform
     * @return an index over linux/amd64 and linux/arm64
     */
    public static TestImage twoPlatforms(long seed, int... layerBytes) {
        return index(seed, List.of(Platform.LINUX_AMD64, Platform.of("linux/arm64")), layerBytes);
    }

    /**
     * @param seed of the content
     * @param platforms in their order
     * @param layerBytes size of the file in each layer, of each platform
     * @return an index over these platforms
     */
    public static TestImage index(long seed, List<Platform> platforms, int... layerBytes) {
        TestImages maker = new TestImages(seed);
        List<Manifest> manifests = new ArrayList<>();
        JsonArray entries = new JsonArray();
        for (Platform platform : platforms) {
            Manifest manifest = maker.manifest(platform, layerBytes);
            manifests.add(manifest);
            entries.add(DescriptorJson.write(manifest.descriptor().withPlatform(platform)));
        }
        JsonObject json = head(MediaType.OCI_INDEX);
        json.add("manifests", entries);
        Manifest index = maker.parsed(MediaType.OCI_INDEX, json);
        manifests.add(index);
        return new TestImage(Image.of(index.descriptor(), manifests), maker.blobs);
    }

    /**
     * @param subject the artifact is about
     * @param seed of the content
     * @return an artifact with one small layer
     */
    public static TestImage artifact(Descriptor subject, long seed) {
        TestImages maker = new TestImages(seed);
        JsonObject json = head(MediaType.OCI_MANIFEST);
        json.addProperty("artifactType", "application/vnd.example.note");
        Descriptor empty = maker.blobs.add(MediaType.of("application/vnd.oci.empty.v1+json"), new byte[] {'{', '}'});
        json.add("config", DescriptorJson.write(empty));
        JsonArray layers = new JsonArray();
        layers.add(DescriptorJson.write(maker.blobs.add(MediaType.of("text/plain"), maker.bytes(40))));
        json.add("layers", layers);
        json.add("subject", DescriptorJson.write(Descriptor.of(subject.mediaType(), subject.digest(), subject.size())));
        DescriptorJson.addAnnotations(json, Map.of("org.example.seed", Long.toString(seed)));
        Manifest manifest = maker.parsed(MediaType.OCI_MANIFEST, json);
        return new TestImage(Image.of(manifest.descriptor(), List.of(manifest)), maker.blobs);
    }

    private Manifest manifest(Platform platform, int... layerBytes) {
        JsonArray layers = new JsonArray();
        JsonArray diffIds = new JsonArray();
        for (int size : layerBytes) {
            byte[] tar = tar(size);
            diffIds.add(Digest.sha256(tar).toString());
            layers.add(DescriptorJson.write(blobs.add(MediaType.OCI_LAYER_GZIP, gzip(tar))));
        }
        JsonObject json = head(MediaType.OCI_MANIFEST);
        json.add("config", DescriptorJson.write(config(platform, diffIds)));
        json.add("layers", layers);
        return parsed(MediaType.OCI_MANIFEST, json);
    }

    private Descriptor config(Platform platform, JsonArray diffIds) {
        JsonObject json = new JsonObject();
        json.addProperty("architecture", platform.architecture());
        json.addProperty("os", platform.os());
        platform.variant().ifPresent(variant -> json.addProperty("variant", variant));
        json.add("config", new JsonObject());
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", diffIds);
        json.add("rootfs", rootfs);
        return blobs.add(MediaType.OCI_CONFIG, Json.compact(json));
    }

    private static JsonObject head(MediaType type) {
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.addProperty("mediaType", type.value());
        return json;
    }

    private Manifest parsed(MediaType type, JsonObject json) {
        // Not the way a serialiser would write it: what is pushed must be these very bytes.
        byte[] bytes = Json.pretty(json);
        return Manifest.parse(blobs.add(type, bytes), bytes);
    }

    private byte[] bytes(int size) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        return content;
    }

    private byte[] tar(int size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry("file-" + Integer.toHexString(random.nextInt()));
            entry.setSize(size);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            tar.write(bytes(size));
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a zip file: a jar, a WAR. */
    public static Path zip(Path file, Map<String, String> files) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }
}
