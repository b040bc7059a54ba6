package io.github.imagepromotion.importing;

import io.github.imagepromotion.build.base.LayerTypes;
import io.github.imagepromotion.build.layer.ExpansionLimit;
import io.github.imagepromotion.build.layer.LayerDigests;
import io.github.imagepromotion.build.layer.UnexpandableException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks an image: that every layer has its digest and size, and decompresses to the diffID of the config (image-spec
 * 1.1, config.md), which container runtimes compare. Artifacts that are no images have layers of any media type, and only
 * digests, which are checked when the archive is written.
 */
final class ImportCheck {
    private final ImportedImage imported;
    private final ExpansionLimit limit;
    private final int parallelism;
    private final Consumer<Message> warnings;

    private record ExpectedLayer(Descriptor blob, Digest diffId) {}

    /** @param warnings receives what cannot be checked; called concurrently */
    ImportCheck(ImportedImage imported, ExpansionLimit limit, int parallelism, Consumer<Message> warnings) {
        this.imported = imported;
        this.limit = limit;
        this.parallelism = parallelism;
        this.warnings = warnings;
    }

    /**
     * @throws ImageException if a layer of an image has a media type that images do not have, or any layer may not be
     *     distributed
     */
    static void types(Image image) {
        image.manifests().forEach(ImportCheck::checkVersion);
        if (image.imageManifests().isEmpty()) {
            throw new ImageException("It is an index that names nothing.");
        }
        images(image).forEach(manifest -> manifest.layers().forEach(LayerTypes::check));
        image.imageManifests().forEach(manifest -> manifest.layers().forEach(LayerTypes::checkDistributable));
    }

    /** Required because registries check it (image-spec 1.1, manifest.md and image-index.md, "schemaVersion"). */
    private static void checkVersion(Manifest manifest) {
        String what = "manifest " + manifest.descriptor().digest();
        if (Json.requiredLong(Json.object(manifest.bytes(), what), "schemaVersion", what) != 2) {
            throw Json.malformed(what, "its 'schemaVersion' is not 2, so that no registry takes it");
        }
    }

    void run() throws IOException {
        Set<ExpectedLayer> layers = new LinkedHashSet<>();
        for (ImageManifest manifest : images(imported.image())) {
            layers.addAll(expected(manifest));
        }
        if (imported.sourceDigest().isPresent()) {
            Parallel.forEach(new ArrayList<>(layers), parallelism, this::check);
        }
    }

    private List<ExpectedLayer> expected(ImageManifest manifest) throws IOException {
        byte[] bytes = imported.blobs().read(manifest.config(), ImageConfig.LARGEST);
        ImageConfig config = ImageConfig.parse(manifest.config(), bytes);
        if (config.isEmpty()) {
            return List.of();
        }
        if (config.diffIds().size() != manifest.layers().size()) {
            throw new ImageException("Its manifest " + manifest.descriptor().digest() + " has "
                    + manifest.layers().size() + " layers but its config "
                    + config.diffIds().size() + " diff_ids.");
        }
        List<ExpectedLayer> layers = new ArrayList<>();
        for (int i = 0; i < config.diffIds().size(); i++) {
            layers.add(
                    new ExpectedLayer(manifest.layers().get(i), config.diffIds().get(i)));
        }
        return layers;
    }

    private void check(ExpectedLayer layer) throws IOException {
        Digest found;
        try (InputStream in = imported.blobs().open(layer.blob(), 0)) {
            found = LayerDigests.read(in, layer.diffId(), limit).diffId();
        } catch (UnexpandableException e) {
            readToTheEnd(layer.blob());
            warnings.accept(Message.of("The layer " + layer.blob().digest()
                    + " was not compared with the diff_ids of its config: " + e.getMessage() + "."));
            return;
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new ImageException(
                    "Its layer " + layer.blob().digest() + " is damaged: it cannot be expanded ("
                            + Text.printable(String.valueOf(e.getMessage())) + ").",
                    e);
        }
        if (!found.equals(layer.diffId())) {
            throw new ImageException("Its layer " + layer.blob().digest() + " expands to " + found
                    + ", its config says " + layer.diffId() + ".");
        }
    }

    /** Checks the digest of a layer that cannot be decompressed. */
    private void readToTheEnd(Descriptor blob) throws IOException {
        try (InputStream in = imported.blobs().open(blob, 0)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Other entries of the index, such as buildx attestations, are kept unchecked. */
    private static List<ImageManifest> images(Image image) {
        return image.imageManifests().stream().filter(ImageManifest::isImage).toList();
    }
}
