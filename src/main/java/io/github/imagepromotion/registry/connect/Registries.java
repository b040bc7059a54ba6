package io.github.imagepromotion.registry.connect;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.http.HttpRegistry;
import io.github.imagepromotion.registry.layout.LayoutRegistry;
import io.github.imagepromotion.registry.transport.WarmUp;

/** Opens registries. */
public final class Registries {
    private Registries() {}

    /** Loads, concurrently with other work, what the first request needs; sends nothing. */
    public static void warmUp() {
        WarmUp.http();
    }

    /** Does the same for TLS, where it is not known yet to which registries. */
    public static void warmUpTls() {
        WarmUp.tls();
    }

    /**
     * Does not connect yet.
     *
     * @param address address of the registry
     * @param access connection settings
     * @return the registry; the caller closes it
     * @throws ImageException if Maven is offline and the registry is not a directory
     */
    public static Registry open(RegistryAddress address, RegistryAccess access) {
        if (address instanceof RegistryAddress.Directory directory) {
            return LayoutRegistry.open(directory);
        }
        if (access.offline()) {
            throw new ImageException(Message.of("Cannot reach registry '" + address + "': Maven is offline.")
                    .because(RegistryReason.OFFLINE));
        }
        return HttpRegistry.open((RegistryAddress.Host) address, access);
    }
}
