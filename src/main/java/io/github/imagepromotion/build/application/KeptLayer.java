package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.github.imagepromotion.build.application.BuiltApplication.ApplicationLayer;
import io.github.imagepromotion.build.blobs.VerifyingStream;
import io.github.imagepromotion.disk.BuildState;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file for a layer that is kept between builds, with a file for its digests and size. It is only valid if both exist.
 *
 * @param file the compressed layer
 * @param facts its digests and size
 * @param content the files of the layer
 */
record KeptLayer(Path file, Path facts, FileEntriesLayer content) implements BlobSource {

    static KeptLayer of(Path directory, Digest key, FileEntriesLayer content) {
        return new KeptLayer(
                directory.resolve(key.hex() + ".tar.gz"), directory.resolve(key.hex() + ".properties"), content);
    }

    /** {@return the layer, if its file exists and has the right size} */
    Optional<ApplicationLayer> read() throws IOException {
        try {
            BuildState known = BuildState.read(facts);
            Descriptor blob = Descriptor.of(
                    MediaType.OCI_LAYER_GZIP,
                    Digest.of(known.required("digest")),
                    Long.parseLong(known.required("size")));
            Digest diffId = Digest.of(known.required("diffId"));
            boolean isThere = Files.isRegularFile(file) && Files.size(file) == blob.size();
            return isThere ? Optional.of(new ApplicationLayer(content.getName(), blob, diffId)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @param layer the layer in the file, to be used by later builds */
    void remember(ApplicationLayer layer) throws IOException {
        new BuildState(Map.of(
                        "digest", layer.blob().digest().toString(),
                        "size", Long.toString(layer.blob().size()),
                        "diffId", layer.diffId().toString()))
                .write(facts);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // The stream closes the channel.
    public InputStream open(Descriptor blob, long offset) throws IOException {
        InputStream stored = Channels.newInputStream(FileChannel.open(file).position(offset));
        return offset == 0
                ? new VerifyingStream(stored, blob, "layer " + Text.quote(file.toString()), this::forget)
                : stored;
    }

    /** Deletes a damaged layer, so that the next build creates it again. */
    private void forget() {
        try {
            Files.deleteIfExists(facts);
        } catch (IOException e) {
            // Report the damaged layer; if deleting failed, the next build finds it again.
        }
    }
}
