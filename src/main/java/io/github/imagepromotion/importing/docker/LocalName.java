package io.github.imagepromotion.importing.docker;

import io.github.imagepromotion.image.ImageReference;
import java.util.Optional;

/** Names of images on one machine: {@code shop}, {@code shop:latest} and {@code docker.io/library/shop} are the same. */
final class LocalName {
    /** What podman puts in front of a name without a host. */
    private static final String LOCALHOST = "localhost/";

    private LocalName() {}

    static boolean isSame(String one, String other) {
        return one.equals(other) || full(one).isPresent() && full(one).equals(full(other));
    }

    private static Optional<String> full(String name) {
        try {
            String bare = name.startsWith(LOCALHOST) ? name.substring(LOCALHOST.length()) : name;
            return Optional.of(ImageReference.of(bare).toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
