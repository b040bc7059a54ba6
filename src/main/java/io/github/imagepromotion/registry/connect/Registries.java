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
import java.util.Collection;
import java.util.Optional;

/** Opens registries. */
public final class Registries {
    private Registries() {}

    /** Loads, concurrently with other work, what the first request needs; sends nothing. */
    public static void warmUp() {
        WarmUp.http();
    }

    /**
     * Does the same for TLS, if it is used.
     *
     * @param addresses addresses of registries that will be used; empty if unknown
     */
    public static void headStartTls(Collection<RegistryAddress> addresses) {
        if (addresses.isEmpty() || addresses.stream().anyMatch(Registries::maySpeakTls)) {
            WarmUp.tls();
        }
    }

    private static boolean maySpeakTls(RegistryAddress address) {
        return address instanceof RegistryAddress.Host host && !host.scheme().equals(Optional.of("http"));
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
