package io.github.imagepromotion.importing;

import io.github.imagepromotion.build.blobs.KnownBlobs;
import io.github.imagepromotion.chart.HelmChart;
import io.github.imagepromotion.disk.SmallFile;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Converts a packaged Helm chart to the artifact that {@code helm push} creates. */
final class ChartConversion {
    private static final int LARGEST_PROVENANCE = 1024 * 1024;

    private final Path file;
    private final KnownBlobs blobs = new KnownBlobs();

    /** @param file the package */
    ChartConversion(Path file) {
        this.file = file;
    }

    /** {@return serves config and layers, after {@link #image()} was called} */
    KnownBlobs blobs() {
        return blobs;
    }

    /**
     * @return the artifact
     * @throws ImageException if it is not a chart, or its provenance file is of another one
     */
    Image image() throws IOException {
        HelmChart chart = chart();
        Digest digest;
        try (InputStream in = Files.newInputStream(file)) {
            digest = digest(in);
        }
        Descriptor packaged = Descriptor.of(HelmChart.PACKAGE, digest, Files.size(file));
        blobs.add(packaged, (blob, offset) -> {
            InputStream in = Files.newInputStream(file);
            in.skipNBytes(offset);
            return in;
        });
        ImageManifest manifest = chart.manifest(packaged, provenance(digest));
        blobs.add(manifest.config(), chart.config());
        return Image.of(manifest.descriptor(), List.of(manifest));
    }

    /**
     * {@return the name of the chart}
     *
     * @throws ImageException if it is not a chart
     */
    String name() throws IOException {
        return chart().name();
    }

    private HelmChart chart() throws IOException {
        if (Files.isDirectory(file)) {
            throw new ImageException(Text.quote(file.toString())
                    + " is a directory, and not the package that 'helm package' makes of it.");
        }
        if (!Files.isRegularFile(file)) {
            throw new ImageException("There is no file " + Text.quote(file.toString()) + ".");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return HelmChart.read(in);
        }
    }

    private static Digest digest(InputStream in) throws IOException {
        MessageDigest hash = Digest.newSha256();
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = in.read(buffer)) >= 0) {
            hash.update(buffer, 0, count);
        }
        return Digest.finish(hash.digest());
    }

    /** The provenance file contains the digest of its package (helm.sh, "Helm Provenance and Integrity"). */
    private Optional<Descriptor> provenance(Digest packaged) throws IOException {
        Path provenance = file.resolveSibling(file.getFileName() + ".prov");
        if (!Files.exists(provenance)) {
            return Optional.empty();
        }
        String name =
                "Its provenance file " + Text.quote(provenance.getFileName().toString());
        Optional<String> refusal = SmallFile.refusal(provenance, LARGEST_PROVENANCE);
        if (refusal.isPresent()) {
            throw new ImageException(name + " cannot be read: " + refusal.get() + ".");
        }
        byte[] bytes = Files.readAllBytes(provenance);
        if (!new String(bytes, StandardCharsets.UTF_8).contains(packaged.toString())) {
            throw new ImageException(name + " is of another package: it does not name " + packaged
                    + ". Package and sign the chart again, or remove that file.");
        }
        Descriptor blob = Descriptor.of(HelmChart.PROVENANCE, bytes);
        blobs.add(blob, bytes);
        return Optional.of(blob);
    }
}
