package io.github.imagepromotion.status;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.signing.VerificationKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to read.
 *
 * @param environments environments in order
 * @param repositories repositories of the images
 * @param releases coordinates of releases, whose versions do not matter; if there are none, releases are looked for
 *     only in environments with a repository for them
 * @param keys trusted keys
 * @param depth how many builds to examine
 * @param parallelism maximum number of concurrent requests
 * @param cache directory of cached content by digest; need not be trusted
 */
public record StatusRequest(
        Environments environments,
        List<RepositoryName> repositories,
        List<Coordinates> releases,
        Keys keys,
        Depth depth,
        int parallelism,
        Path cache) {

    /** Copies the collections. */
    public StatusRequest {
        repositories = List.copyOf(repositories);
        releases = List.copyOf(releases);
    }

    /** Of images that were not asked for as the members of a release. */
    public StatusRequest(
            Environments environments,
            List<RepositoryName> repositories,
            Keys keys,
            Depth depth,
            int parallelism,
            Path cache) {
        this(environments, repositories, List.of(), keys, depth, parallelism, cache);
    }

    /**
     * Trusted keys, by environment id.
     *
     * @param trusted trusted keys; an environment that is absent trusts none
     * @param decisionKeys keys whose decisions count; where absent, all decisions count
     */
    public record Keys(Map<String, List<VerificationKey>> trusted, Map<String, DecisionKeys> decisionKeys) {
        /** Copies the maps. */
        public Keys {
            trusted = Map.copyOf(trusted);
            decisionKeys = Map.copyOf(decisionKeys);
        }
    }

    /**
     * How many builds to examine.
     *
     * @param builds how many of an environment's newest builds
     * @param history ids of environments whose promotions are listed, with the number of builds to examine there instead
     */
    public record Depth(int builds, Map<String, Integer> history) {
        /** Copies the map. */
        public Depth {
            history = Map.copyOf(history);
        }
    }

    List<VerificationKey> trusted(String environment) {
        return keys.trusted().getOrDefault(environment, List.of());
    }

    DecisionKeys decisionKeys(String environment) {
        return keys.decisionKeys().getOrDefault(environment, new DecisionKeys(List.of(), List.of()));
    }
}
