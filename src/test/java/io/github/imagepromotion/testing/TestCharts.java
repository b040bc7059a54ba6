package io.github.imagepromotion.testing;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.chart.HelmChart;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Archives of charts. */
public final class TestCharts {
    private TestCharts() {}

    /**
     * @param archive takes the chart, whose values name {@code acme/shop:42}
     * @return its top manifest
     */
    public static Descriptor write(Path archive, Identity identity) throws IOException {
        byte[] packaged = Files.readAllBytes(Path.of("src/test/resources/charts/shop.tgz"));
        HelmChart chart = HelmChart.read(new ByteArrayInputStream(packaged));
        ImageManifest manifest = chart.manifest(Descriptor.of(HelmChart.PACKAGE, packaged), Optional.empty());
        new ArchiveWriter(
                        Image.of(manifest.descriptor(), List.of(manifest)),
                        identity,
                        BlobSource.inMemory(List.of(packaged, chart.config())))
                .write(archive);
        return manifest.descriptor();
    }
}
