package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Promotion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A build in all environments.
 *
 * @param buildId the BuildId; empty if no BuildId tag points to the image
 * @param digest digest of its top manifest
 * @param first time of its first promotion; empty if there is no record
 * @param presences the registries that have it, in the order of environments; at least one
 */
public record HistoricBuild(
        Optional<BuildId> buildId, Digest digest, Optional<Instant> first, List<Presence> presences) {

    /** Copies the list. */
    public HistoricBuild {
        presences = List.copyOf(presences);
    }

    /** {@return the BuildId, else the abbreviated digest} */
    public String name() {
        return buildId.map(BuildId::toString).orElseGet(digest::abbreviated);
    }

    /** {@return version of the project} */
    public Optional<String> version() {
        return said(Build::version);
    }

    /** {@return source commit} */
    public Optional<String> commit() {
        return said(Build::commit);
    }

    /** {@return whether it is current in any environment} */
    public boolean isCurrent() {
        return presences.stream().anyMatch(Presence::current);
    }

    private Optional<String> said(Function<Build, Optional<String>> question) {
        return presences.stream()
                .flatMap(presence -> question.apply(presence.build()).stream())
                .findFirst();
    }

    /**
     * A build in an environment.
     *
     * @param holding the registry
     * @param build the build there
     * @param current whether the environment runs it
     */
    public record Presence(Holding holding, Build build, boolean current) {

        /** {@return the rollback from this build to another one, unless it was promoted again since} */
        public Optional<Promotion> rolledBackBy() {
            List<Promotion> newestFirst = holding.promotions();
            for (int i = 1; i < newestFirst.size(); i++) {
                if (isOfThis(newestFirst.get(i))) {
                    return Optional.of(newestFirst.get(i - 1)).filter(after -> after.rollback() && !current);
                }
            }
            return Optional.empty();
        }

        private boolean isOfThis(Promotion promotion) {
            return build.digest().equals(promotion.digest())
                    && build.buildId().equals(Optional.of(promotion.buildId()));
        }
    }
}
