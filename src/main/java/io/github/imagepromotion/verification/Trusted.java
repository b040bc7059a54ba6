package io.github.imagepromotion.verification;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
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

    /** Reads the keys that an environment names. */
    @FunctionalInterface
    public interface Source {
        /**
         * @param environment to be verified
         * @return what it trusts
         * @throws io.github.imagepromotion.image.ImageException if a key cannot be read
         */
        Trusted of(Environment environment) throws IOException;
    }
}
