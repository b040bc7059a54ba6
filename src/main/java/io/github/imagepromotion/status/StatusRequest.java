package io.github.imagepromotion.status;

import io.github.imagepromotion.environment.Environments;
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
 * @param trusted trusted keys by environment id; an environment that is absent trusts none
 * @param decisionKeys keys whose decisions count, by environment id; where absent, all decisions count
 * @param builds how many of an environment's newest builds to examine
 * @param history ids of environments whose promotions are listed, with the number of builds to examine there instead
 * @param parallelism maximum number of concurrent requests
 * @param cache directory of cached content by digest; need not be trusted
 */
public record StatusRequest(
        Environments environments,
        List<RepositoryName> repositories,
        Map<String, List<VerificationKey>> trusted,
        Map<String, DecisionKeys> decisionKeys,
        int builds,
        Map<String, Integer> history,
        int parallelism,
        Path cache) {

    /** Copies the collections. */
    public StatusRequest {
        repositories = List.copyOf(repositories);
        trusted = Map.copyOf(trusted);
        decisionKeys = Map.copyOf(decisionKeys);
        history = Map.copyOf(history);
    }

    List<VerificationKey> trusted(String environment) {
        return trusted.getOrDefault(environment, List.of());
    }

    DecisionKeys decisionKeys(String environment) {
        return decisionKeys.getOrDefault(environment, new DecisionKeys(List.of(), List.of()));
    }
}
