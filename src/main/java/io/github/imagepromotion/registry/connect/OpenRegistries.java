package io.github.imagepromotion.registry.connect;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The registries of a call, each opened once for each environment, since credentials differ. */
public final class OpenRegistries implements AutoCloseable {
    private final RegistryOpener opener;
    private final Function<ImageReference, Registry> bases;
    private final Map<Object, Registry> open = new LinkedHashMap<>();
    private boolean closed;

    private record Key(Environment environment, RegistryAddress address) {}

    /** @param opener opens registries of environments */
    public OpenRegistries(RegistryOpener opener) {
        this(opener, image -> {
            throw new IllegalStateException("reads no base image: " + image);
        });
    }

    /**
     * @param opener opens registries of environments
     * @param bases opens the registry of a base image
     */
    public OpenRegistries(RegistryOpener opener, Function<ImageReference, Registry> bases) {
        this.opener = opener;
        this.bases = bases;
    }

    /**
     * @param environment the environment
     * @param address one of its registries
     * @param name name of the repository in the project
     * @return the repository
     */
    public synchronized Repository repository(Environment environment, RegistryAddress address, RepositoryName name) {
        return registry(environment, address).repository(address.locate(name));
    }

    private Registry registry(Environment environment, RegistryAddress address) {
        if (closed) {
            throw new IllegalStateException("the call has ended");
        }
        return open.computeIfAbsent(new Key(environment, address), key -> opener.open(address, environment));
    }

    /**
     * As {@link #repository}, for writing.
     *
     * @param environment the environment
     * @param address one of its registries
     * @param name name of the repository in the project
     * @return the repository
     */
    public synchronized Repository writable(Environment environment, RegistryAddress address, RepositoryName name) {
        return registry(environment, address).writable(address.locate(name));
    }

    /**
     * @param image a base image, as an archive names it; no environment's credentials are sent there
     * @return its repository
     */
    public synchronized Repository base(ImageReference image) {
        if (closed) {
            throw new IllegalStateException("the call has ended");
        }
        return open.computeIfAbsent(image, key -> bases.apply(image))
                .repository(image.registry().locate(image.repository()));
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        IOException first = null;
        for (Registry registry : open.values()) {
            try {
                registry.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
