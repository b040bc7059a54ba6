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
 * What gates need beside the image and its environments.
 *
 * @param keys reads the keys that environments trust
 * @param questions asks services
 * @param override that gates which do not hold are passed; empty if they are not
 * @param pause lets time pass
 * @param again whether a build may go to an environment that had it before and left it
 * @param unsigned when environments of an unsigned build record are taken
 */
public record GateSettings(
        KeyReader keys,
        Questions questions,
        Optional<Overriding> override,
        Pause pause,
        boolean again,
        UnsignedEnvironments unsigned) {
    /** Nobody in particular is trusted, nobody can be asked, and nothing is overridden. */
    public static final GateSettings PLAIN = trusting(names -> List.of());

    /** No build goes to an environment that left it. */
    public GateSettings(KeyReader keys, Questions questions, Optional<Overriding> override, Pause pause) {
        this(keys, questions, override, pause, false);
    }

    /** Environments of an unsigned build record are taken where nobody vouched for them before. */
    public GateSettings(
            KeyReader keys, Questions questions, Optional<Overriding> override, Pause pause, boolean again) {
        this(keys, questions, override, pause, again, UnsignedEnvironments.STANDARD);
    }

    /**
     * @param keys reads the keys that environments trust
     * @return with nobody to be asked, and nothing overridden
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

    /** Reads the keys that environments trust. */
    @FunctionalInterface
    public interface KeyReader {
        /**
         * @param trustedKeys as configured
         * @return the keys, none if none is named
         * @throws io.github.imagepromotion.image.ImageException if one cannot be read
         */
        List<VerificationKey> read(List<String> trustedKeys) throws IOException;
    }

    /** Asks services that are no registry. */
    @FunctionalInterface
    public interface Questions {
        /**
         * @param check whom to ask, and how he knows us
         * @param body JSON
         * @param timeout how long for
         * @return the answer, without secrets of ours
         * @throws io.github.imagepromotion.web.WebClient.NoAnswerException if there is none in time; its message is a clause that says why
         * @throws io.github.imagepromotion.image.ImageException if it may not be asked, or a login is missing
         */
        WebResponse ask(HttpCheck check, String body, Duration timeout) throws IOException;
    }
}
