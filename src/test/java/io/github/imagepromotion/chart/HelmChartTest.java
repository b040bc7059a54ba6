package io.github.imagepromotion.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which manifests are charts, and which of their layers Helm installs. */
class HelmChartTest {
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";

    private static ImageManifest manifest(String config, String... layers) {
        List<Descriptor> all = Stream.of(layers).map(HelmChartTest::blob).toList();
        return ImageManifest.of(blob(config), all, Map.of());
    }

    private static Descriptor blob(String type) {
        return Descriptor.of(MediaType.of(type), type.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/vnd.cncf.helm.chart.content.v1.tar+gzip", "application/tar+gzip"})
    void packageInWhenHelmTakesTheLayerFindsIt(String type) {
        String config = HelmChart.CONFIG.value();

        assertThat(HelmChart.packageIn(manifest(config, HelmChart.PROVENANCE.value(), type)))
                .contains(blob(type));
        assertThat(HelmChart.packageIn(manifest(EMPTY, config, type))).contains(blob(type));
    }

    /** A header of a tar can have a time that no calendar has. */
    @Test
    void manifestWhenTheTimeOfAFileIsNoneIsWithoutIt() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            byte[] chart = "name: web\nversion: 1.0.0\n".getBytes(UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry("web/Chart.yaml");
            entry.setSize(chart.length);
            entry.setModTime(FileTime.from(1L << 55, TimeUnit.SECONDS));
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
            tar.putArchiveEntry(entry);
            tar.write(chart);
            tar.closeArchiveEntry();
        }
        HelmChart chart = HelmChart.read(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(chart.manifest(blob(HelmChart.PACKAGE.value()), Optional.empty())
                        .annotations())
                .containsOnlyKeys("org.opencontainers.image.title", "org.opencontainers.image.version");
    }

    /** Helm takes the last one, other tools the first. */
    @Test
    void packageInWhenThereAreSeveralRefuses() {
        ImageManifest two = manifest(HelmChart.CONFIG.value(), HelmChart.PACKAGE.value(), "application/tar+gzip");

        assertThatThrownBy(() -> HelmChart.packageIn(two))
                .isInstanceOf(ImageException.class)
                .hasMessage("Manifest " + two.descriptor().digest()
                        + " is of a chart and has 2 packages, of which programs install different ones.");
    }

    @Test
    void packageInWhenThereIsNoneRefusesAChartAndFindsNothingElse() {
        assertThatThrownBy(() -> HelmChart.packageIn(manifest(HelmChart.CONFIG.value())))
                .isInstanceOf(ImageException.class)
                .hasMessageEndingWith("is of a chart and has no package.");
        assertThat(HelmChart.packageIn(manifest(EMPTY, "application/tar+gzip"))).isEmpty();
    }
}
