package io.github.imagepromotion.build.application;

import io.github.imagepromotion.build.blobs.KnownBlobs;
import io.github.imagepromotion.build.blobs.OciLayout;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Layers of the application, served from the tars that jib wrote, one for each. */
final class StoredLayers implements BlobSource, Closeable {
    private final List<OciLayout> layouts = new ArrayList<>();
    private final List<ApplicationLayer> layers = new ArrayList<>();
    private final KnownBlobs blobs = new KnownBlobs();

    private StoredLayers() {}

    /**
     * @param layers from the base up
     * @return the layers; the caller closes them
     * @throws io.github.imagepromotion.image.ImageException if a tar is damaged
     */
    static StoredLayers open(List<LayerStore.Planned> layers) throws IOException {
        StoredLayers stored = new StoredLayers();
        try {
            for (LayerStore.Planned layer : layers) {
                stored.add(layer.layer().getName(), OciLayout.inArchive(layer.tar(), () -> delete(layer.tar())));
            }
            return stored;
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    private void add(String name, OciLayout layout) throws IOException {
        layouts.add(layout);
        Descriptor top = layout.top(Optional.empty());
        ImageManifest manifest = (ImageManifest) Manifest.parse(top, layout.read(top, Manifest.LARGEST));
        ImageConfig config = ImageConfig.parse(manifest.config(), layout.read(manifest.config(), ImageConfig.LARGEST));
        Descriptor blob = manifest.layers().get(0);
        layers.add(new ApplicationLayer(name, blob, config.diffIds().get(0)));
        blobs.add(blob, layout);
    }

    /** @return the layers, from the base up */
    List<ApplicationLayer> layers() {
        return List.copyOf(layers);
    }

    /** So that the next build makes it anew. */
    private static void delete(Path tar) {
        try {
            Files.deleteIfExists(tar);
        } catch (IOException e) {
            // That the layer is damaged is what has to be reported; the next build will find it again.
        }
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        return blobs.open(blob, offset);
    }

    @Override
    public void close() throws IOException {
        for (OciLayout layout : layouts) {
            layout.close();
        }
    }
}
