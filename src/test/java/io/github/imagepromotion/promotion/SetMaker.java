package io.github.imagepromotion.promotion;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes a drop with a set of small images that {@code bin/bench --sets} promotes: four blobs each, and a document. */
public final class SetMaker {
    private static final int LAYER = 20_000;

    private SetMaker() {}

    /** @param args the drop, and the number of images */
    public static void main(String[] args) throws IOException {
        Path drop = Path.of(args[0]);
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            String name = String.format("shop%04d", i);
            Path build = Files.createDirectories(
                    drop.resolve("com.acme").resolve(name).resolve("1"));
            TestImage image = TestImages.single(i, LAYER, LAYER + 1, LAYER + 2);
            TestImage note = TestImages.artifact(image.image().top(), i);
            Document document = new Document(note.image(), note.blobs(), Optional.empty());
            new ArchiveWriter(
                            image.image(),
                            Archives.identity(name, "1"),
                            image.blobs(),
                            Optional.empty(),
                            List.of(document))
                    .write(build.resolve(name + "-1.0-image.tar"));
        }
    }
}
