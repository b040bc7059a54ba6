package io.github.imagepromotion.image;

import java.util.List;
import java.util.Optional;

/**
 * What an image runs on (image-spec 1.1, image-index.md, "platform").
 *
 * @param os operating system, as GOOS names it
 * @param architecture CPU, as GOARCH names it
 * @param variant of the CPU, such as {@code v8}
 * @param osVersion of the operating system
 * @param osFeatures that the image needs
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
     * @throws IllegalArgumentException if the text has another form
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
     * Whether an image for this platform serves a request: operating system and architecture are equal, and the
     * variant and the version of the operating system too where the request names them. {@code arm64} without a
     * variant is {@code arm64/v8}.
     *
     * @param wanted the request
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
     * {@return {@code os/architecture[/variant]}, which {@link #of} takes whatever a config says: what it leaves out is
     * {@code unknown}, as BuildKit has it}
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
