package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.transport.Request;
import java.io.IOException;
import java.net.URI;

/**
 * The name of a repository in a registry, for URLs and messages.
 *
 * @param client sends requests to the registry
 * @param registry its address
 * @param name in the registry
 * @param writing whether permission to write is asked for from the beginning, even for reading
 */
record RemoteName(RegistryClient client, RegistryAddress.Host registry, RepositoryName name, boolean writing) {

    /** {@return {@code host[:port]/name}} */
    String displayName() {
        return registry.authority() + "/" + name;
    }

    /**
     * @param method such as {@code GET}
     * @param path below {@code /v2/<name>/}
     * @param what is to be done, as a message says it after "Cannot"
     * @return a call that reads
     */
    Call pull(String method, String path, String what) throws IOException {
        return new Call(request(method, path, what), writing ? Scope.push(name) : Scope.pull(name), what);
    }

    /** {@return a call that writes, otherwise as {@link #pull}} */
    Call push(String method, String path, String what) throws IOException {
        return new Call(request(method, path, what), Scope.push(name), what);
    }

    private Request request(String method, String path, String what) throws IOException {
        URI uri = client.uri("/v2/" + name + "/" + path, what);
        return Request.of(method, uri);
    }
}
