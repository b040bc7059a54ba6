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
 * A layer as jib-core writes it, byte for byte. Its own builder of layers is called, and not its API, which builds an
 * image around the layer that nobody reads: that took longer than all the rest of a build with one changed file.
 */
final class JibLayer {
    /**
     * Jib-core writes the number in its pattern of digests with the digits of the locale when its class is loaded, and with
     * those of ar, fa or th that is no pattern (0.28.1, {@code DescriptorDigest.HASH_REGEX}). So it is loaded here.
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
     * @param layer not empty
     * @param file that becomes the layer, compressed
     * @return what was written
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
