package io.github.imagepromotion.build.base;

import io.github.imagepromotion.build.base.OpenBase.BaseReason;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mirrors of registries, which are asked first. They are trusted to resolve tags; content is verified against its
 * digest.
 *
 * @param byRegistry mirrors in order, by the registry's {@code host[:port]}
 */
public record Mirrors(Map<String, List<RegistryAddress.Host>> byRegistry) {
    public Mirrors {
        byRegistry = Map.copyOf(byRegistry);
    }

    /** {@return no mirrors} */
    public static Mirrors none() {
        return new Mirrors(Map.of());
    }

    /**
     * @param texts each {@code registry=mirror}; a mirror may have a scheme and a prefix
     * @return the mirrors
     * @throws ImageException if a text is malformed
     */
    public static Mirrors of(List<String> texts) {
        Map<String, List<RegistryAddress.Host>> mirrors = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            try {
                String registry =
                        authority(text.substring(0, Math.max(equals, 0)).trim());
                mirrors.computeIfAbsent(registry, key -> new ArrayList<>()).add(host(text.substring(equals + 1)));
            } catch (IllegalArgumentException e) {
                throw new ImageException(
                        Message.of("Not a mirror: " + Text.quote(text)
                                        + ". It is registry=mirror, such as docker.io=mirror.example")
                                .because(BaseReason.MIRRORS),
                        e);
            }
        }
        return new Mirrors(mirrors);
    }

    List<RegistryAddress.Host> of(RegistryAddress.Host registry) {
        return byRegistry.getOrDefault(registry.authority(), List.of());
    }

    /** Docker Hub has several names; an image reference has the name of its registry. */
    private static String authority(String registry) {
        return ImageReference.of(registry + "/any/image").registry().authority();
    }

    private static RegistryAddress.Host host(String text) {
        if (RegistryAddress.of(text) instanceof RegistryAddress.Host host) {
            return host;
        }
        throw new IllegalArgumentException("a mirror cannot be a directory");
    }
}
