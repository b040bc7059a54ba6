package io.github.imagepromotion.verification;

import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.signing.VerificationKey;
import java.util.List;

/**
 * What an environment takes only with proof, its keys read.
 *
 * @param trust what is asked for
 * @param keys whose signatures count
 * @param decisionKeys keys whose rejections count; with none, everyone's do
 */
public record Trusted(Trust trust, List<VerificationKey> keys, List<VerificationKey> decisionKeys) {

    /** Keeps the lists. */
    public Trusted {
        keys = List.copyOf(keys);
        decisionKeys = List.copyOf(decisionKeys);
    }
}
