package io.github.imagepromotion.ledger;

/**
 * What a gate said of a promotion.
 *
 * @param gate which one, as it is configured, such as {@code after test}
 * @param outcome whether it let the image through
 * @param reason why, a clause for people
 */
public record GateAnswer(String gate, Outcome outcome, String reason) {

    /** Whether an image may go on. */
    public enum Outcome {
        PASS,
        FAIL
    }

    /**
     * @param gate which one
     * @param reason why
     * @return that it let the image through
     */
    public static GateAnswer pass(String gate, String reason) {
        return new GateAnswer(gate, Outcome.PASS, reason);
    }

    /**
     * @param gate which one
     * @param reason why not, and the remedy: sentences
     * @return that it did not let the image through
     */
    public static GateAnswer fail(String gate, String reason) {
        return new GateAnswer(gate, Outcome.FAIL, reason);
    }

    /** @return whether it let the image through */
    public boolean passed() {
        return outcome == Outcome.PASS;
    }
}
