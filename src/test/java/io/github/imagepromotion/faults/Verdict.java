package io.github.imagepromotion.faults;

import java.util.List;

/**
 * How a run ended.
 *
 * @param seed of the run
 * @param outcome of the promotion through faults
 * @param told the error's message, empty after a success
 * @param problems what must not be; a run without any is right
 */
record Verdict(long seed, Outcome outcome, String told, List<String> problems) {

    /** Ends of a promotion. */
    enum Outcome {
        RIGHT("ended right: every tag names the artifact, every byte is there"),
        NOTHING_TAGGED("ended with an error and nothing tagged; a rerun ended right"),
        SOME_TAGGED(
                "ended with an error when tags were set already, all content of their set there; a rerun ended right"),
        WRONG("**wrong**");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Verdict wrong(long seed, String told, List<String> problems) {
        return new Verdict(seed, Outcome.WRONG, told, problems);
    }
}
