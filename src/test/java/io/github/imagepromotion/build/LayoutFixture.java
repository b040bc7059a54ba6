package io.github.imagepromotion.build;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An OCI image layout that a test writes by hand, to be as odd as the test needs it. */
final class LayoutFixture {
    final Path directory;
    private final JsonArray entries = new JsonArray();

    LayoutFixture(Path directory) {
        this.directory = directory;
        write(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    }

    /** What a small image is made of. */
    record Parts(Digest diffId, Descriptor layer, JsonObject config) {}

    Descriptor blob(MediaType type, byte[] content) {
        Descriptor blob = Descriptor.of(type, content);
        write(fileOf(blob), content);
        return blob;
    }

    Path fileOf(Descriptor blob) {
        return directory
                .resolve("blobs")
                .resolve(blob.digest().algorithm())
                .resolve(blob.digest().hex());
    }

    Parts parts(Platform platform) {
        byte[] tar = tar(Map.of("etc/platform", platform.toString()));
        JsonObject config = new JsonObject();
        config.addProperty("architecture", platform.architecture());
        config.addProperty("os", platform.os());
        platform.variant().ifPresent(variant -> config.addProperty("variant", variant));
        return new Parts(Digest.sha256(tar), blob(MediaType.OCI_LAYER_GZIP, gzip(tar)), config);
    }

    /** The manifest of an image with these layers; {@code diffIds} are digests of the uncompressed ones. */
    Descriptor image(
            JsonObject config, List<Descriptor> layers, List<Digest> diffIds, Map<String, String> annotations) {
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        JsonArray ids = new JsonArray();
        diffIds.forEach(id -> ids.add(id.toString()));
        rootfs.add("diff_ids", ids);
        config.add("rootfs", rootfs);
        JsonObject manifest = new JsonObject();
        manifest.addProperty("schemaVersion", 2);
        manifest.addProperty("mediaType", MediaType.OCI_MANIFEST.value());
        manifest.add("config", DescriptorJson.write(blob(MediaType.OCI_CONFIG, Json.compact(config))));
        JsonArray array = new JsonArray();
        layers.forEach(layer -> array.add(DescriptorJson.write(layer)));
        manifest.add("layers", array);
        DescriptorJson.addAnnotations(manifest, annotations);
        return blob(MediaType.OCI_MANIFEST, Json.compact(manifest));
    }

    /** A small image for a platform. */
    Descriptor image(Platform platform) {
        Parts parts = parts(platform);
        return image(parts.config(), List.of(parts.layer()), List.of(parts.diffId()), Map.of());
    }

    Descriptor index(List<Descriptor> manifests, Map<String, String> annotations) {
        JsonObject index = new JsonObject();
        index.addProperty("schemaVersion", 2);
        index.addProperty("mediaType", MediaType.OCI_INDEX.value());
        JsonArray array = new JsonArray();
        manifests.forEach(manifest -> array.add(DescriptorJson.write(manifest)));
        index.add("manifests", array);
        DescriptorJson.addAnnotations(index, annotations);
        return blob(MediaType.OCI_INDEX, Json.compact(index));
    }

    /** An index of small images. */
    Descriptor index(String... platforms) {
        List<Descriptor> manifests = new ArrayList<>();
        for (String platform : platforms) {
            manifests.add(image(Platform.of(platform)).withPlatform(Platform.of(platform)));
        }
        return index(manifests, Map.of());
    }

    /** Names an image in {@code index.json}. */
    LayoutFixture name(Descriptor image, String ref) {
        entries.add(DescriptorJson.write(image.withAnnotations(Map.of("org.opencontainers.image.ref.name", ref))));
        JsonObject index = new JsonObject();
        index.addProperty("schemaVersion", 2);
        index.add("manifests", entries);
        write(directory.resolve("index.json"), Json.compact(index));
        return this;
    }

    static byte[] tar(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
