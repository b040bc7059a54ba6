package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Selects manifests by platform; manifests of other platforms are not read. */
public final class PlatformChoice {
    private static final int DEEPEST = 8;
    private static final int MOST_MANIFESTS = 2_000;
    private static final int PLATFORMS_IN_MESSAGE = 40;

    private final BlobSource source;
    private final Reason lacking;
    private final List<Offer> candidates = new ArrayList<>();
    private final Set<Digest> seen = new HashSet<>();

    /**
     * @param platform platform of the manifest
     * @param manifest the manifest
     */
    public record Offer(Platform platform, Descriptor manifest) {}

    private PlatformChoice(BlobSource source, Reason lacking) {
        this.source = source;
        this.lacking = lacking;
    }

    /**
     * @param top top manifest of the image
     * @param source source of its manifests and configs
     * @param wanted platforms; empty for the default: of an index with several platforms linux/amd64 (as in jib),
     *     otherwise the only one
     * @param lacking reason if a platform is missing
     * @return manifests in the requested order, without duplicates
     * @throws ImageException if a platform is missing, or this is not an image
     */
    public static List<Offer> choose(Manifest top, BlobSource source, List<Platform> wanted, Reason lacking)
            throws IOException {
        PlatformChoice choice = new PlatformChoice(source, lacking);
        choice.collect(top, 0);
        if (choice.candidates.isEmpty()) {
            throw new ImageException(top.descriptor().digest() + " is not an image.");
        }
        if (wanted.isEmpty()) {
            return choice.candidates.size() == 1 ? choice.candidates : List.of(choice.best(Platform.LINUX_AMD64));
        }
        Map<Digest, Offer> chosen = new LinkedHashMap<>();
        for (Platform platform : wanted) {
            Offer best = choice.best(platform);
            chosen.putIfAbsent(best.manifest().digest(), best);
        }
        return List.copyOf(chosen.values());
    }

    private void collect(Manifest manifest, int depth) throws IOException {
        if (depth > DEEPEST || seen.size() > MOST_MANIFESTS) {
            throw new ImageException(
                    "Its indexes nest deeper than " + DEEPEST + " or name more than " + MOST_MANIFESTS + " manifests.");
        }
        if (manifest instanceof ImageManifest image) {
            if (image.isImage()) {
                platformOf(image).ifPresent(platform -> candidates.add(new Offer(platform, image.descriptor())));
            }
            return;
        }
        for (Descriptor child : manifest.manifests()) {
            if (isImage(child) && seen.add(child.digest())) {
                collect(child, depth);
            }
        }
    }

    private void collect(Descriptor child, int depth) throws IOException {
        if (child.mediaType().isImageManifest() && child.platform().isPresent()) {
            candidates.add(new Offer(child.platform().get(), child));
        } else {
            collect(Manifest.parse(child, source.read(child, Manifest.LARGEST)), depth + 1);
        }
    }

    /** buildx attestations are manifests for {@code unknown/unknown} in the index. */
    private static boolean isImage(Descriptor child) {
        return child.mediaType().isManifest()
                && !child.isOfArtifact()
                && !ImageManifest.isAttestation(child)
                && child.platform()
                        .filter(platform -> platform.os().equals("unknown"))
                        .isEmpty();
    }

    private Optional<Platform> platformOf(ImageManifest image) throws IOException {
        ImageConfig config = ImageConfig.parse(image.config(), source.read(image.config(), ImageConfig.LARGEST));
        return config.isEmpty() ? Optional.empty() : Optional.of(config.platform());
    }

    /** An equal platform takes precedence over one that merely satisfies the request. */
    private Offer best(Platform wanted) {
        return candidates.stream()
                .filter(candidate -> candidate.platform().toString().equals(wanted.toString()))
                .filter(candidate -> candidate.platform().satisfies(wanted))
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(candidate -> candidate.platform().satisfies(wanted))
                        .findFirst())
                .orElseThrow(() -> new ImageException(Message.of("It is not there for "
                                + Text.printable(wanted.toString()) + ", only for " + names() + ".")
                        .because(lacking)));
    }

    private String names() {
        return candidates.stream()
                .map(candidate -> Text.printable(candidate.platform().toString()))
                .distinct()
                .limit(PLATFORMS_IN_MESSAGE)
                .collect(Collectors.joining(", "));
    }
}
