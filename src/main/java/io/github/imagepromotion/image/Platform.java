package io.github.imagepromotion.image;

import java.util.List;
import java.util.Optional;

/**
 * The platform of an image (image-spec 1.1, image-index.md, "platform").
 *
 * @param os operating system, a value of GOOS
 * @param architecture CPU architecture, a value of GOARCH
 * @param variant variant of the CPU, such as {@code v8}
 * @param osVersion version of the operating system
 * @param osFeatures required features of the operating system
 */
public record Platform(
        String os, String architecture, Optional<String> variant, Optional<String> osVersion, List<String> osFeatures) {
    public static final Platform LINUX_AMD64 = of("linux/amd64");

    public Platform {
        osFeatures = List.copyOf(osFeatures);
    }

    /**
     * @param text {@code os/architecture[/variant]}
     * @return the platform
     * @throws IllegalArgumentException if the text is malformed
     */
    public static Platform of(String text) {
        String[] parts = text.trim().split("/", -1);
        if (parts.length < 2 || parts.length > 3 || List.of(parts).contains("")) {
            throw new IllegalArgumentException(
                    "not a platform: " + Text.quote(text) + " (os/architecture[/variant], such as linux/arm64)");
        }
        Optional<String> variant = parts.length == 3 ? Optional.of(parts[2]) : Optional.empty();
        return new Platform(parts[0], parts[1], variant, Optional.empty(), List.of());
    }

    /**
     * Whether an image for this platform can be used for a requested one: operating system and architecture must be
     * equal, and so must variant and operating system version if they are requested. {@code arm64} without a variant is
     * {@code arm64/v8}.
     *
     * @param wanted the requested platform
     * @return whether this platform satisfies it
     */
    public boolean satisfies(Platform wanted) {
        return os.equals(wanted.os)
                && architecture.equals(wanted.architecture)
                && (wanted.variant.isEmpty() || wanted.variant.equals(effectiveVariant()))
                && (wanted.osVersion.isEmpty() || wanted.osVersion.equals(osVersion));
    }

    private Optional<String> effectiveVariant() {
        return variant.isEmpty() && architecture.equals("arm64") ? Optional.of("v8") : variant;
    }

    /**
     * {@return {@code os/architecture[/variant]}, which {@link #of} can parse; missing parts are {@code unknown}, as in
     * BuildKit}
     */
    @Override
    public String toString() {
        return part(os) + "/" + part(architecture)
                + variant.map(v -> "/" + part(v)).orElse("");
    }

    private static String part(String text) {
        return text.isBlank() ? "unknown" : text.replace('/', '_');
    }
}
