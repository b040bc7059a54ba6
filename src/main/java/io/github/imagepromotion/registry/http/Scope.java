package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The permissions that a request needs; a token is requested with exactly these (distribution, "Token Scope
 * Documentation").
 *
 * @param repository the request is about
 * @param push whether it writes there
 * @param mountFrom the repository a blob is to be mounted from
 */
record Scope(RepositoryName repository, boolean push, Optional<RepositoryName> mountFrom) {

    static Scope pull(RepositoryName repository) {
        return new Scope(repository, false, Optional.empty());
    }

    static Scope push(RepositoryName repository) {
        return new Scope(repository, true, Optional.empty());
    }

    Scope mounting(RepositoryName from) {
        return new Scope(repository, push, Optional.of(from));
    }

    /** {@return whether a token for this scope will do for the other} */
    boolean covers(Scope other) {
        return repository.equals(other.repository)
                && (push || !other.push)
                && (other.mountFrom.isEmpty() || mountFrom.equals(other.mountFrom));
    }

    /**
     * @param asked a scope that a registry asks for
     * @return whether it names another repository than those of the request: the registry would receive a token that is
     *     valid elsewhere
     */
    boolean isForeign(String asked) {
        return asked.startsWith("repository")
                && Stream.concat(Stream.of(repository), mountFrom.stream())
                        .noneMatch(name -> asked.startsWith("repository:" + name + ":"));
    }

    /** {@return each as the {@code scope} parameter of a token request has it} */
    List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        parameters.add("repository:" + repository + (push ? ":pull,push" : ":pull"));
        mountFrom.ifPresent(from -> parameters.add("repository:" + from + ":pull"));
        return parameters;
    }
}
