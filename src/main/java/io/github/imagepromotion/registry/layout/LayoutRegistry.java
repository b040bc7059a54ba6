package io.github.imagepromotion.registry.layout;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A directory with an OCI image layout at {@code <directory>/<repository>}. Directories are created when needed. */
public final class LayoutRegistry implements Registry {
    private final RegistryAddress.Directory address;
    private final Map<RepositoryName, Repository> repositories = new ConcurrentHashMap<>();

    private LayoutRegistry(RegistryAddress.Directory address) {
        this.address = address;
    }

    /**
     * @param address address of the directory, which need not exist
     * @return the registry
     */
    public static LayoutRegistry open(RegistryAddress.Directory address) {
        return new LayoutRegistry(address);
    }

    @Override
    public RegistryAddress.Directory address() {
        return address;
    }

    /** @throws io.github.imagepromotion.image.ImageException if the name is reserved by the layout */
    @Override
    public Repository repository(RepositoryName name) {
        return repositories.computeIfAbsent(name, key -> new LayoutRepository(new LayoutDirectory(address, key)));
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }
}
