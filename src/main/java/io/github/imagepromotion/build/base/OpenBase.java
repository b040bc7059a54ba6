package io.github.imagepromotion.build.base;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.build.base.Base.BaseImage;
import io.github.imagepromotion.build.base.Base.PlatformBase;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A base image that was found, of which nothing was pulled yet. */
public final class OpenBase implements Closeable {
    private final BaseImageReference reference;
    private final Optional<BaseSource> source;
    private boolean taken;

    OpenBase(BaseImageReference reference, Optional<BaseSource> source) {
        this.reference = reference;
        this.source = source;
    }

    /**
     * @return current digest of its manifest or index; empty for scratch
     * @throws ImageException if it cannot be resolved
     */
    public Optional<Digest> digest() throws IOException {
        return source.isEmpty()
                ? Optional.empty()
                : Optional.of(named(reference, () -> source.get().top().digest()));
    }

    /**
     * Pulls the selected platforms of the image, verbatim.
     *
     * @param wanted platforms; empty for the default: of an index with several platforms linux/amd64, otherwise the
     *     only one
     * @return the base, completely on this disk; the caller closes it, and need not close this
     * @throws ImageException if it cannot be pulled, is malformed or damaged, or lacks a platform
     */
    public Base take(List<Platform> wanted) throws IOException {
        if (source.isEmpty()) {
            return scratch(wanted);
        }
        Base base = named(reference, () -> read(reference, source.get(), wanted));
        taken = true;
        return base;
    }

    @Override
    public void close() throws IOException {
        if (source.isPresent() && !taken) {
            source.get().close();
        }
    }

    static <T> T named(BaseImageReference reference, IoSupplier<T> step) throws IOException {
        try {
            return step.get();
        } catch (NoSuchFileException e) {
            throw failed(
                    reference,
                    new ImageException("It is not complete: there is no " + Text.printable(e.getFile()) + ".", e));
        } catch (ImageException e) {
            throw failed(reference, e);
        }
    }

    private static ImageException failed(BaseImageReference reference, ImageException why) {
        return ImageException.of(
                "Cannot build on the base image " + Text.quote(reference.toString()), why, BaseReason.IMAGE);
    }

    private static Base scratch(List<Platform> wanted) {
        Set<Platform> platforms = new LinkedHashSet<>(wanted.isEmpty() ? List.of(Platform.LINUX_AMD64) : wanted);
        List<PlatformBase> bases = platforms.stream()
                .map(platform -> new PlatformBase(platform, List.of(), emptyConfig(platform), Map.of()))
                .toList();
        return new Base(
                Optional.empty(),
                bases,
                Map.of(),
                (blob, offset) -> {
                    throw new NoSuchFileException(blob.digest().toString());
                },
                () -> {});
    }

    /** Required members (image-spec 1.1, config.md). */
    private static ImageConfig emptyConfig(Platform platform) {
        JsonObject json = new JsonObject();
        json.addProperty("architecture", platform.architecture());
        json.addProperty("os", platform.os());
        platform.variant().ifPresent(variant -> json.addProperty("variant", variant));
        platform.osVersion().ifPresent(version -> json.addProperty("os.version", version));
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", new JsonArray());
        json.add("rootfs", rootfs);
        return new ImageConfig(json, platform, List.of());
    }

    private static Base read(BaseImageReference reference, BaseSource source, List<Platform> wanted)
            throws IOException {
        Descriptor top = source.top();
        Manifest manifest = Manifest.parse(top, source.read(top, Manifest.LARGEST));
        List<PlatformBase> platforms = new ArrayList<>();
        Set<Descriptor> layers = new LinkedHashSet<>();
        for (PlatformChoice.Offer choice : PlatformChoice.choose(manifest, source, wanted, BaseReason.PLATFORMS)) {
            PlatformBase platform = platform(choice, top, source);
            platforms.add(platform);
            layers.addAll(platform.layers());
        }
        BaseImage image = new BaseImage(reference, top.digest(), List.copyOf(layers));
        Map<String, String> annotations = top.mediaType().isIndex() ? manifest.annotations() : Map.of();
        return new Base(Optional.of(image), platforms, annotations, source, source);
    }

    private static PlatformBase platform(PlatformChoice.Offer choice, Descriptor top, BaseSource source)
            throws IOException {
        Manifest manifest = Manifest.parse(choice.manifest(), source.read(choice.manifest(), Manifest.LARGEST));
        if (!(manifest instanceof ImageManifest image) || !image.isImage()) {
            throw new ImageException(choice.manifest().digest() + " is not an image.");
        }
        image.layers().forEach(LayerTypes::check);
        source.fetch(top, image.blobs());
        ImageConfig config = ImageConfig.parse(image.config(), source.read(image.config(), ImageConfig.LARGEST));
        if (config.diffIds().size() != image.layers().size()) {
            throw new ImageException("Its manifest has " + image.layers().size() + " layers but its config "
                    + config.diffIds().size() + " diff_ids.");
        }
        List<Descriptor> layers = new ArrayList<>();
        for (Descriptor layer : image.layers()) {
            layers.add(LayerTypes.truthful(layer, source));
        }
        return new PlatformBase(choice.platform(), layers, config, image.annotations());
    }

    /** Reasons of errors of base images. */
    public enum BaseReason implements Reason {
        /** The base image cannot be used. */
        IMAGE,
        /** The text is not a reference of a base image. */
        REFERENCE,
        /** The base image lacks a platform. */
        PLATFORMS,
        /** The text is not a mirror. */
        MIRRORS
    }
}
