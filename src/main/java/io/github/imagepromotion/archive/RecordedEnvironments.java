package io.github.imagepromotion.archive;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.util.List;
import java.util.Optional;

/** A document of a build that says, among others, where it may be promoted to. */
public interface RecordedEnvironments {
    /** {@return the kind of document, such as {@code build record}} */
    String kind();

    /** {@return which build it is of, for people} */
    String build();

    /** {@return the environments, in order; nobody vouches for them until {@link #verify} says who does} */
    Environments pipeline();

    /** {@return a Sigstore bundle; to be believed only as far as {@link #verify} says} */
    Optional<JsonObject> signature();

    /**
     * @param trusted keys that count; none, and no signature does
     * @return who signed all that this document says, or why nobody did; never an exception, whatever the signature is
     */
    Verdict verify(List<VerificationKey> trusted);
}
