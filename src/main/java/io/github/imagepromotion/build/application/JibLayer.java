package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.image.ReproducibleLayerBuilder;
import com.google.common.collect.ImmutableList;
import io.github.imagepromotion.build.application.BuiltApplication.ApplicationLayer;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Writes layers with jib-core's layer builder, so that they are byte for byte the same as jib's. Its API is not used,
 * since it builds an unused image around each layer, which took longer than the rest of a build with one changed file.
 */
final class JibLayer {
    /**
     * When its class is loaded, jib-core formats a number in its pattern of digests with the locale, which with the
     * digits of ar, fa or th gives an invalid pattern (0.28.1, {@code DescriptorDigest.HASH_REGEX}). So the class is
     * loaded here with another locale.
     */
    static {
        Locale digits = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        try {
            DescriptorDigest.fromHash("0".repeat(DescriptorDigest.HASH_LENGTH));
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, digits);
        }
    }

    private JibLayer() {}

    /**
     * @param layer a non-empty layer
     * @param file file for the compressed layer
     * @return its digests and size
     */
    static ApplicationLayer write(FileEntriesLayer layer, Path file) throws IOException {
        MessageDigest stored = Digest.newSha256();
        Digest diffId;
        try (OutputStream out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), stored);
                OutputStream gzip = new GZIPOutputStream(out)) {
            diffId = Digest.of(new ReproducibleLayerBuilder(ImmutableList.copyOf(layer.getEntries()))
                    .build()
                    .writeTo(gzip)
                    .getDigest()
                    .toString());
        }
        Descriptor blob = Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.finish(stored.digest()), Files.size(file));
        return new ApplicationLayer(layer.getName(), blob, diffId);
    }
}
