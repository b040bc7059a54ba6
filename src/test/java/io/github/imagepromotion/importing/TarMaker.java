package io.github.imagepromotion.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes tars that nobody should trust. */
final class TarMaker {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    TarMaker() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    TarMaker file(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
    }

    TarMaker file(String name, String content) throws IOException {
        return file(name, content.getBytes(UTF_8));
    }

    TarMaker link(String name, String target, boolean symbolic) throws IOException {
        TarArchiveEntry entry =
                new TarArchiveEntry(name, symbolic ? TarConstants.LF_SYMLINK : TarConstants.LF_LINK, true);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        return this;
    }

    TarMaker device(String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name, TarConstants.LF_CHR, true));
        tar.closeArchiveEntry();
        return this;
    }

    byte[] bytes() throws IOException {
        tar.finish();
        return bytes.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** A layer, not compressed. */
    static byte[] layer(String name) throws IOException {
        return new TarMaker().file(name, "content of " + name).bytes();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    /** The config of an image of these layers, which are not compressed. */
    static byte[] config(byte[]... layers) {
        JsonArray diffIds = new JsonArray();
        for (byte[] layer : layers) {
            diffIds.add(Digest.sha256(layer).toString());
        }
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", diffIds);
        JsonObject json = new JsonObject();
        json.addProperty("architecture", "amd64");
        json.addProperty("os", "linux");
        json.add("rootfs", rootfs);
        return Json.compact(json);
    }

    /** A docker archive's manifest of one image. */
    static byte[] manifest(String config, String... layers) {
        JsonArray names = new JsonArray();
        List.of(layers).forEach(names::add);
        JsonArray tags = new JsonArray();
        tags.add("shop:1");
        JsonObject json = new JsonObject();
        json.addProperty("Config", config);
        json.add("RepoTags", tags);
        json.add("Layers", names);
        JsonArray images = new JsonArray();
        images.add(json);
        return Json.compact(images);
    }
}
