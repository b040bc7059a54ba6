package io.github.imagepromotion.ledger;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where an image was promoted to, as the record of it has to say.
 *
 * @param environment its id
 * @param registry one of the environment's
 * @param repository the image's full name there
 */
public record Destination(String environment, RegistryAddress registry, RepositoryName repository) {

    /**
     * @param environments all that are configured
     * @return this, and those that have the same repository: environments may share one, and then each other's records
     */
    public List<Destination> sharing(Environments environments) {
        List<String> others = environments.list().stream()
                .filter(other -> other.registries().stream().anyMatch(this::isThisRegistry))
                .map(Environment::id)
                .filter(id -> !id.equals(environment))
                .toList();
        return Stream.concat(Stream.of(this), others.stream().map(id -> new Destination(id, registry, repository)))
                .toList();
    }

    /**
     * @param record of a promotion
     * @return whether it went here
     */
    public boolean isOf(PromotionRecord record) {
        return record.environment().equals(environment)
                && record.repository().equals(repository)
                && isThisRegistry(record.registry());
    }

    private boolean isThisRegistry(String address) {
        try {
            return isThisRegistry(RegistryAddress.of(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** With or without a scheme and a prefix: the repository's full name is compared beside it. */
    private boolean isThisRegistry(RegistryAddress address) {
        return address instanceof RegistryAddress.Host host && registry instanceof RegistryAddress.Host own
                ? host.authority().equals(own.authority())
                : address.equals(registry);
    }
}
