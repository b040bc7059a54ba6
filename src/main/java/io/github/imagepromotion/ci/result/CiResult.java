package io.github.imagepromotion.ci.result;

import io.github.imagepromotion.image.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of a goal in one environment. All texts are printable lines without CI commands.
 *
 * @param goal goal without prefix, such as {@code promote}
 * @param environment id of the environment
 * @param outcome a word, such as {@code promoted}
 * @param failure the failure; empty if the goal succeeded
 * @param started start time
 * @param images each image in each registry
 */
public record CiResult(
        String goal,
        String environment,
        String outcome,
        Optional<String> failure,
        Instant started,
        List<CiImage> images) {

    /** Copies the list, and makes texts from outside printable. */
    public CiResult {
        failure = failure.map(Text::harmless);
        images = List.copyOf(images);
    }

    /**
     * An image in a registry.
     *
     * @param name name of its repository
     * @param reference registry, repository and BuildId tag
     * @param buildId BuildId
     * @param digest digest of the top manifest
     * @param checks checks of the image
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
     * @param name its name
     * @param answer its answer
     * @param reason the reason
     */
    public record CiCheck(String name, Answer answer, String reason) {
        /** Makes texts from outside printable. */
        public CiCheck {
            name = Text.harmless(name);
            reason = Text.harmless(reason);
        }
    }

    /** Answers of gates and checks. */
    public enum Answer {
        PASS,
        /** Passed, but needs attention. */
        WARN,
        FAIL,
        /** May pass later. */
        WAIT,
        /** Failed and was overridden. */
        OVERRIDDEN,
        /** Information that is neither right nor wrong. */
        INFO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@return base name of the result's files, such as {@code promote-prod}} */
    String fileName() {
        return goal + "-" + environment;
    }

    /** {@return a summary in one line} */
    String headline() {
        return "image:" + goal + " " + environment + ": " + outcome;
    }
}
