package io.github.imagepromotion.promotion;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Makes small images that {@code bin/bench --sets} and {@code --releases} promote: four blobs each, and a document. */
public final class SetMaker {
    private static final int LAYER = 20_000;

    private SetMaker() {}

    /**
     * @param args a directory, the number of images, and what the directory is: {@code drop}, or {@code repository} for a
     *     Maven repository, in which build records lie beside the archives
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        boolean drop = args[2].equals("drop");
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            String name = String.format("shop%04d", i);
            Path build = directory.resolve((drop ? "com.acme/" : "com/acme/") + name + (drop ? "/1" : "/1.0"));
            Files.createDirectories(build);
            Identity identity = Archives.identity(name, "1");
            TestImage image = TestImages.single(i, LAYER, LAYER + 1, LAYER + 2);
            TestImage note = TestImages.artifact(image.image().top(), i);
            Document document = new Document(note.image(), note.blobs(), Optional.empty());
            Path archive = build.resolve(name + "-1.0-image.tar");
            new ArchiveWriter(image.image(), identity, image.blobs(), Optional.empty(), List.of(document))
                    .write(archive);
            if (!drop) {
                Path record = build.resolve(name + "-1.0-image.json");
                Records.of(identity, image.image().top(), List.of()).write(record);
                checksum(archive);
                checksum(record);
            }
        }
    }

    private static void checksum(Path file) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
            Files.writeString(Path.of(file + ".sha1"), HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
