package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.web.WebResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of gates.
 *
 * @param keys reads the trusted keys of environments
 * @param questions calls services
 * @param override overrides gates that refuse, if present
 * @param pause waits
 * @param again whether a build may return to an environment that left it
 * @param unsigned when environments of an unsigned build record are accepted
 */
public record GateSettings(
        KeyReader keys,
        Questions questions,
        Optional<Overriding> override,
        Pause pause,
        boolean again,
        UnsignedEnvironments unsigned) {
    /** No trusted keys, no services, and no override. */
    public static final GateSettings PLAIN = trusting(names -> List.of());

    /** Without returning builds. */
    public GateSettings(KeyReader keys, Questions questions, Optional<Overriding> override, Pause pause) {
        this(keys, questions, override, pause, false);
    }

    /** With {@link UnsignedEnvironments#STANDARD}. */
    public GateSettings(
            KeyReader keys, Questions questions, Optional<Overriding> override, Pause pause, boolean again) {
        this(keys, questions, override, pause, again, UnsignedEnvironments.STANDARD);
    }

    /**
     * @param keys reads the trusted keys of environments
     * @return settings without services and override
     */
    public static GateSettings trusting(KeyReader keys) {
        return new GateSettings(
                keys,
                (check, body, timeout) -> {
                    throw new ImageException(
                            "There is no way to '" + check.uri().getRawAuthority() + "'.");
                },
                Optional.empty(),
                Pause.SLEEP);
    }

    /** Reads the trusted keys of environments. */
    @FunctionalInterface
    public interface KeyReader {
        /**
         * @param trustedKeys configured keys
         * @return the keys; empty if none are configured
         * @throws io.github.imagepromotion.image.ImageException if one cannot be read
         */
        List<VerificationKey> read(List<String> trustedKeys) throws IOException;
    }

    /** Calls services other than registries. */
    @FunctionalInterface
    public interface Questions {
        /**
         * @param check the service, with login and signature
         * @param body JSON
         * @param timeout maximum time to wait
         * @return the response, without our secrets
         * @throws io.github.imagepromotion.web.WebClient.NoAnswerException if there is no response in time; its message
         *     is a clause with the reason
         * @throws io.github.imagepromotion.image.ImageException if the service may not be called, or a login is missing
         */
        WebResponse ask(HttpCheck check, String body, Duration timeout) throws IOException;
    }
}
