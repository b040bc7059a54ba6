package io.github.imagepromotion.status;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.signing.VerificationKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be read.
 *
 * @param environments in order
 * @param repositories of the images
 * @param trusted keys whose signatures count, by environment; those that are absent trust none
 * @param decisionKeys whose decisions count, by environment; in those that are absent everyone's do
 * @param builds how many of an environment's newest builds are looked at
 * @param history ids of the environments whose promotions are listed, each with how many of its newest builds are looked
 *     at instead
 * @param parallelism how many requests may be under way at once
 * @param cache directory for content that never changes, by digest; nobody has to vouch for it
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

    /** Keeps the collections. */
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
