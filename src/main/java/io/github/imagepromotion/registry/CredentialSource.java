package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.RegistryAddress;
import java.util.Optional;

/** Knows the credential for a registry, or knows none. */
public interface CredentialSource {

    /**
     * @param registry the only registry the credential may be sent to
     * @return its credential, empty if this source has none
     * @throws io.github.imagepromotion.image.ImageException if there is one that cannot be used, such as a password
     *     that cannot be decrypted
     */
    Optional<Credential> find(RegistryAddress.Host registry);

    /**
     * @param registry a registry that refused us
     * @return where {@link #find} looked, in its order, for the message that says so; never a secret
     */
    String places(RegistryAddress.Host registry);

    /**
     * @param registry a registry that asked for a login when none was found
     * @return what to add so that one is found, a sentence without its end; empty if this source has no better word than
     *     its places
     */
    default Optional<String> remedy(RegistryAddress.Host registry) {
        return Optional.empty();
    }
}
