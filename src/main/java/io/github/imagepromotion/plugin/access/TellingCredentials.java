package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.credentials.CredentialSources;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Says which login was taken for a registry, and never the login. */
final class TellingCredentials implements CredentialSource {
    private final CredentialSource sources;
    private final Consumer<String> debug;

    TellingCredentials(List<CredentialSource> sources, Consumer<String> debug) {
        this.sources = CredentialSources.firstOf(sources);
        this.debug = debug;
    }

    @Override
    public Optional<Credential> find(RegistryAddress.Host registry) {
        Optional<Credential> found = sources.find(registry);
        debug.accept("Login for registry '" + registry.authority() + "': "
                + found.map(Credential::origin).orElseGet(() -> "none in " + places(registry)));
        return found;
    }

    @Override
    public String places(RegistryAddress.Host registry) {
        return sources.places(registry);
    }

    @Override
    public Optional<String> remedy(RegistryAddress.Host registry) {
        return sources.remedy(registry);
    }
}
