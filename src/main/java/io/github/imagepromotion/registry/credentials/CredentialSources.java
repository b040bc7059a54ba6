package io.github.imagepromotion.registry.credentials;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Combines credential sources. */
public final class CredentialSources {
    private CredentialSources() {}

    /**
     * @param sources sources in order
     * @return a source that returns the first credential found
     */
    public static CredentialSource firstOf(CredentialSource... sources) {
        return firstOf(List.of(sources));
    }

    /**
     * @param sources sources in order
     * @return a source that returns the first credential found
     */
    public static CredentialSource firstOf(List<CredentialSource> sources) {
        List<CredentialSource> all = List.copyOf(sources);
        return new CredentialSource() {
            @Override
            public Optional<Credential> find(RegistryAddress.Host registry) {
                return all.stream()
                        .map(source -> source.find(registry))
                        .flatMap(Optional::stream)
                        .findFirst();
            }

            @Override
            public String places(RegistryAddress.Host registry) {
                return all.isEmpty()
                        ? "no place"
                        : all.stream().map(source -> source.places(registry)).collect(Collectors.joining(", "));
            }

            @Override
            public Optional<String> remedy(RegistryAddress.Host registry) {
                return all.stream()
                        .flatMap(source -> source.remedy(registry).stream())
                        .findFirst();
            }
        };
    }
}
