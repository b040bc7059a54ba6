package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;

/**
 * The destination of a promotion, as its record has to state it.
 *
 * @param environment its id
 * @param registry one of the environment's
 * @param repository the image's full name there
 */
public record Destination(String environment, RegistryAddress registry, RepositoryName repository) {

    /**
     * @param record of a promotion
     * @return whether it was a promotion to this destination
     */
    public boolean isOf(PromotionRecord record) {
        return record.environment().equals(environment) && isPlaceOf(record);
    }

    /** Compares without the environment: environments may share a repository and its records, and may be renamed. */
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

    /** Compares without scheme and prefix: the repository's full name is compared separately. */
    private boolean isThisRegistry(RegistryAddress address) {
        return address instanceof RegistryAddress.Host host && registry instanceof RegistryAddress.Host own
                ? host.authority().equals(own.authority())
                : address.equals(registry);
    }
}
