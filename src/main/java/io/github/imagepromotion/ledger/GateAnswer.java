package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.Message;

/**
 * What a gate said of a promotion.
 *
 * @param gate which one, as it is configured, such as {@code after test}
 * @param outcome whether it let the image through
 * @param reason why: a clause for people, or sentences where something has to be done, with what their remedies depend on
 */
public record GateAnswer(String gate, Outcome outcome, Message reason) {

    /** Whether an image may go on. */
    public enum Outcome {
        PASS,
        /** It may go on, and somebody should look at why. */
        WARN,
        /** Not now, and not by itself. */
        FAIL,
        /** Not yet: time, or somebody else, may change it. */
        WAIT,
        /** It did not let the image through, and someone who may passed it nevertheless. */
        OVERRIDDEN
    }

    /**
     * @param gate which one
     * @param reason why
     * @return that it let the image through
     */
    public static GateAnswer pass(String gate, Message reason) {
        return new GateAnswer(gate, Outcome.PASS, reason);
    }

    /**
     * @param gate which one
     * @param reason what somebody should look at
     * @return that it let the image through, with a warning
     */
    public static GateAnswer warn(String gate, Message reason) {
        return new GateAnswer(gate, Outcome.WARN, reason);
    }

    /**
     * @param gate which one
     * @param reason why not, and the remedy: sentences
     * @return that it did not let the image through
     */
    public static GateAnswer fail(String gate, Message reason) {
        return new GateAnswer(gate, Outcome.FAIL, reason);
    }

    /**
     * @param gate which one
     * @param reason why not, and what has to come: sentences
     * @return that it does not let the image through yet
     */
    public static GateAnswer notYet(String gate, Message reason) {
        return new GateAnswer(gate, Outcome.WAIT, reason);
    }

    /** As {@link #pass(String, Message)}. */
    public static GateAnswer pass(String gate, String reason) {
        return pass(gate, Message.of(reason));
    }

    /** As {@link #warn(String, Message)}. */
    public static GateAnswer warn(String gate, String reason) {
        return warn(gate, Message.of(reason));
    }

    /** As {@link #fail(String, Message)}. */
    public static GateAnswer fail(String gate, String reason) {
        return fail(gate, Message.of(reason));
    }

    /** {@return whether the image may go on} */
    public boolean passed() {
        return outcome == Outcome.PASS || outcome == Outcome.WARN || outcome == Outcome.OVERRIDDEN;
    }

    /** {@return the answer as a promotion record has it: one that warned let the image through} */
    public GateAnswer recorded() {
        return outcome == Outcome.WARN ? pass(gate, reason) : this;
    }
}
