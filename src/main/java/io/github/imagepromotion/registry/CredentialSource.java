package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.RegistryAddress;
import java.util.Optional;

/** Finds the credential for a registry. */
public interface CredentialSource {

    /**
     * @param registry the only registry the credential may be sent to
     * @return the credential; empty if this source has none
     * @throws io.github.imagepromotion.image.ImageException if the credential cannot be used, such as a password
     *     that cannot be decrypted
     */
    Optional<Credential> find(RegistryAddress.Host registry);

    /**
     * @param registry a registry that refused access
     * @return the places that {@link #find} searched, in order, for a message; never a secret
     */
    String places(RegistryAddress.Host registry);

    /**
     * @param registry a registry that asked for a login, for which none was found
     * @return what to configure, as a sentence without its full stop; empty if this source can only name its places
     */
    default Optional<String> remedy(RegistryAddress.Host registry) {
        return Optional.empty();
    }
}
