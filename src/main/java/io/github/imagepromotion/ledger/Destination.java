package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;

/**
 * Where an image was promoted to, as the record of it has to say.
 *
 * @param environment its id
 * @param registry one of the environment's
 * @param repository the image's full name there
 */
public record Destination(String environment, RegistryAddress registry, RepositoryName repository) {

    /**
     * @param record of a promotion
     * @return whether it went here
     */
    public boolean isOf(PromotionRecord record) {
        return record.environment().equals(environment) && isPlaceOf(record);
    }

    /** Environments may share a repository, and then each other's records; and one may get another id. */
    boolean isPlaceOf(PromotionRecord record) {
        return record.repository().equals(repository) && isThisRegistry(record.registry());
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
