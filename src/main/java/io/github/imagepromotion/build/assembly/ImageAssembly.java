package io.github.imagepromotion.build.assembly;

import io.github.imagepromotion.build.application.BuiltApplication;
import io.github.imagepromotion.build.application.BuiltApplication.ApplicationLayer;
import io.github.imagepromotion.build.application.ContainerSettings;
import io.github.imagepromotion.build.base.Base;
import io.github.imagepromotion.build.base.Base.PlatformBase;
import io.github.imagepromotion.build.base.BaseImageReference;
import io.github.imagepromotion.build.blobs.KnownBlobs;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles an image from base and application: one image manifest per platform, and an index if there are several
 * (image-spec 1.1, manifest.md and image-index.md), with members in a fixed order.
 */
public final class ImageAssembly {
    /** Image-spec 1.1, annotations.md. */
    private static final String BASE_NAME = "org.opencontainers.image.base.name";

    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    private final Base base;
    private final BuiltApplication application;
    private final ContainerSettings settings;
    private final Map<String, String> annotations;
    private final KnownBlobs blobs = new KnownBlobs();
    private final List<Manifest> manifests = new ArrayList<>();

    private ImageAssembly(
            Base base, BuiltApplication application, ContainerSettings settings, Map<String, String> annotations) {
        this.base = base;
        this.application = application;
        this.settings = settings;
        this.annotations = annotations;
    }

    /**
     * @param base base of all platforms
     * @param application application, the same for all platforms
     * @param settings settings of the container
     * @param annotations annotations of every manifest and of the index; they override those of the base
     * @return the image
     */
    public static ImageAssembly of(
            Base base, BuiltApplication application, ContainerSettings settings, Map<String, String> annotations) {
        ImageAssembly assembly = new ImageAssembly(base, application, settings, annotations);
        List<Descriptor> platforms = base.platforms().stream()
                .map(platform -> assembly.addPlatform(platform).withPlatform(platform.platform()))
                .toList();
        if (platforms.size() > 1) {
            assembly.add(ImageIndex.of(platforms, assembly.annotations(base.annotations())));
        }
        return assembly;
    }

    /** {@return the image; its top is the only manifest, or the index} */
    public Image image() {
        return Image.of(manifests.get(manifests.size() - 1).descriptor(), manifests);
    }

    /** {@return serves every manifest, config and layer of the image} */
    public BlobSource blobs() {
        return blobs;
    }

    private Descriptor addPlatform(PlatformBase platform) {
        byte[] configBytes = new ConfigMerge(settings, application).merge(platform);
        Descriptor config = Descriptor.of(MediaType.OCI_CONFIG, configBytes);
        blobs.add(config, configBytes);
        List<Descriptor> layers = new ArrayList<>(platform.layers());
        layers.forEach(layer -> blobs.add(layer, base.blobs()));
        for (ApplicationLayer layer : application.layers()) {
            layers.add(layer.blob());
            blobs.add(layer.blob(), application.blobs());
        }
        return add(ImageManifest.of(config, layers, annotations(platform.annotations())));
    }

    private Descriptor add(Manifest manifest) {
        manifests.add(manifest);
        blobs.add(manifest.descriptor(), manifest.bytes());
        return manifest.descriptor();
    }

    /** A local path is not the name of an image, and would make the digest depend on the project's directory. */
    private Map<String, String> annotations(Map<String, String> ofBase) {
        Map<String, String> merged = new LinkedHashMap<>(ofBase);
        base.image().ifPresent(image -> {
            merged.remove(BASE_NAME);
            if (image.reference() instanceof BaseImageReference.Remote) {
                merged.put(BASE_NAME, image.name());
            }
            merged.put(BASE_DIGEST, image.digest().toString());
        });
        merged.putAll(annotations);
        return merged;
    }
}
