package io.github.imagepromotion.archive;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.util.List;
import java.util.Optional;

/** A document of a build that contains the environments it may be promoted to. */
public interface RecordedEnvironments {
    /** {@return the kind of document, such as {@code build record}} */
    String kind();

    /** {@return the build, for display} */
    String build();

    /** {@return the environments, in order; unverified unless {@link #verify} returns a signer} */
    Environments pipeline();

    /** {@return a Sigstore bundle; only {@link #verify} tells whether it counts} */
    Optional<JsonObject> signature();

    /**
     * @param trusted trusted keys; without any, no signature counts
     * @return who signed the complete document, or why the signature does not count; never throws, whatever it contains
     */
    Verdict verify(List<VerificationKey> trusted);
}
