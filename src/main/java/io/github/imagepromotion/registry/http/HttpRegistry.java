package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.transport.ApacheTransport;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.Transport;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registry that speaks the distribution-spec 1.1 over HTTP or HTTPS. */
public final class HttpRegistry implements Registry {
    private final RegistryAddress.Host address;
    private final RegistryClient client;
    private final UploadSizes sizes;
    /** By the common path of repositories, since different paths may lead to different registries. */
    private final Map<String, Referrers.Api> apis = new ConcurrentHashMap<>();

    HttpRegistry(RegistryAddress.Host address, RegistryClient client, UploadSizes sizes) {
        this.address = address;
        this.client = client;
        this.sizes = sizes;
    }

    /**
     * Opens a registry, without sending a request.
     *
     * @param address of the registry
     * @param access the settings for connecting to it
     * @return the registry
     * @throws io.github.imagepromotion.image.ImageException if a certificate or key file cannot be used
     */
    public static HttpRegistry open(RegistryAddress.Host address, RegistryAccess access) {
        return new HttpRegistry(
                address,
                new RegistryClient(
                        address, access, transport(address, access), RetryPolicy.standard(access.retryBudget())),
                UploadSizes.standard());
    }

    /**
     * Creates a transport that shows the client certificate to the registry only, and not to the targets of redirects.
     */
    static Transport transport(RegistryAddress.Host address, RegistryAccess access) {
        return ApacheTransport.of(
                access.timeout(),
                access.userAgent(),
                access.tls().shownTo(host -> RelatedHosts.mayKnowUs(host, address.host(), access.realms())),
                access.proxies(),
                access.redactor());
    }

    @Override
    public RegistryAddress.Host address() {
        return address;
    }

    @Override
    public Repository repository(RepositoryName name) {
        return repository(name, false);
    }

    @Override
    public Repository writable(RepositoryName name) {
        return repository(name, true);
    }

    private Repository repository(RepositoryName name, boolean writing) {
        String path = name.value().substring(0, name.value().lastIndexOf('/') + 1);
        Referrers.Api api = apis.computeIfAbsent(path, key -> new Referrers.Api());
        return new HttpRepository(new RemoteName(client, address, name, writing), sizes, api);
    }

    @Override
    public void connect(int connections) {
        client.connect(connections);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
