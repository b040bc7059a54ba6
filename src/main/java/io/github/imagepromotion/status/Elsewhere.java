package io.github.imagepromotion.status;

import java.util.Optional;

/**
 * An image that no BuildId names where it is current, as another environment knows it.
 *
 * @param environment that knows it
 * @param build as it is called there; never promoted to where it is current
 */
record Elsewhere(String environment, Build build) {

    static Elsewhere of(String environment, Build there, Build here) {
        return new Elsewhere(
                environment,
                new Build(
                        there.buildId(),
                        here.digest(),
                        there.version().or(here::version),
                        there.commit().or(here::commit),
                        Optional.empty()));
    }

    /** As it is said beside its digest. */
    String said() {
        return "build '" + build.name() + "' of '" + environment + "', which was never promoted here";
    }
}
