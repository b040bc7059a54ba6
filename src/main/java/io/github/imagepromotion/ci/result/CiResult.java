package io.github.imagepromotion.ci.result;

import io.github.imagepromotion.image.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of one environment in one goal. Every text is one printable line that no CI server obeys.
 *
 * @param goal without prefix, such as {@code promote}
 * @param environment its id
 * @param outcome in one word, such as {@code promoted}
 * @param failure why it failed; empty if it did not
 * @param started when
 * @param images each in each registry
 */
public record CiResult(
        String goal,
        String environment,
        String outcome,
        Optional<String> failure,
        Instant started,
        List<CiImage> images) {

    /** Keeps the list, and what came from outside from being obeyed. */
    public CiResult {
        failure = failure.map(Text::harmless);
        images = List.copyOf(images);
    }

    /**
     * An image in a registry.
     *
     * @param name of its repository
     * @param reference registry, repository and BuildId tag
     * @param buildId of the build
     * @param digest of the top manifest
     * @param checks what was asked about it
     */
    public record CiImage(String name, String reference, String buildId, String digest, List<CiCheck> checks) {
        /** Copies the list. */
        public CiImage {
            reference = Text.harmless(reference);
            checks = List.copyOf(checks);
        }
    }

    /**
     * A gate, or a check of a verification.
     *
     * @param name of it
     * @param answer it gave
     * @param reason why
     */
    public record CiCheck(String name, Answer answer, String reason) {
        /** Keeps what came from outside from being obeyed. */
        public CiCheck {
            name = Text.harmless(name);
            reason = Text.harmless(reason);
        }
    }

    /** What a gate or a check may say. */
    public enum Answer {
        PASS,
        /** It holds, and somebody should look at why. */
        WARN,
        FAIL,
        /** Not yet. */
        WAIT,
        /** It failed, and someone who may passed it. */
        OVERRIDDEN,
        /** Nothing to be held against anything. */
        INFO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code promote-prod}: names the files about it. */
    String fileName() {
        return goal + "-" + environment;
    }

    /** For people, in one line. */
    String headline() {
        return "image:" + goal + " " + environment + ": " + outcome;
    }
}
