package io.github.imagepromotion.tampering;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.testing.QuirkyRegistry;

/** A registry with the referrers API. */
final class ReferrersVault implements Vault {
    private final QuirkyRegistry registry = new QuirkyRegistry();
    private Runnable kept = () -> {};

    @Override
    public RegistryAddress address(String environment) {
        return RegistryAddress.of(registry.address() + "/" + environment);
    }

    @Override
    public void unlist(RepositoryName repository, Digest subject, Digest document) {
        registry.unlist(repository.value(), subject, document);
    }

    @Override
    public void delete(RepositoryName repository, Digest content) {
        registry.delete(repository.value(), content);
    }

    @Override
    public void damage(RepositoryName repository, Digest content) {
        registry.damage(repository.value(), content);
    }

    @Override
    public void keep() {
        kept = registry.keep();
    }

    @Override
    public void restore() {
        kept.run();
    }

    @Override
    public void close() {
        registry.close();
    }
}
