package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.Message;

/**
 * The answer of a gate about a promotion.
 *
 * @param gate its name, as configured, such as {@code after test}
 * @param outcome whether it passed the image
 * @param reason a clause, or sentences with their typed reasons if something has to be done
 */
public record GateAnswer(String gate, Outcome outcome, Message reason) {

    /** Whether an image may be promoted. */
    public enum Outcome {
        PASS,
        /** It may be promoted, with a warning. */
        WARN,
        /** It may not be promoted, and waiting does not help. */
        FAIL,
        /** It may not be promoted yet: time, or somebody's action, may change this. */
        WAIT,
        /** It did not pass the image, and was overridden by somebody who is allowed to. */
        OVERRIDDEN
    }

    /**
     * @param gate its name
     * @param reason why
     * @return the answer of a gate that passed the image
     */
    public static GateAnswer pass(String gate, Message reason) {
        return new GateAnswer(gate, Outcome.PASS, reason);
    }

    /**
     * @param gate its name
     * @param reason the warning
     * @return the answer of a gate that passed the image with a warning
     */
    public static GateAnswer warn(String gate, Message reason) {
        return new GateAnswer(gate, Outcome.WARN, reason);
    }

    /**
     * @param gate its name
     * @param reason why not, and the remedy, as sentences
     * @return the answer of a gate that did not pass the image
     */
    public static GateAnswer fail(String gate, Message reason) {
        return new GateAnswer(gate, Outcome.FAIL, reason);
    }

    /**
     * @param gate its name
     * @param reason why not yet, and what is missing, as sentences
     * @return the answer of a gate that may pass the image later
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

    /** {@return whether the image may be promoted} */
    public boolean passed() {
        return outcome == Outcome.PASS || outcome == Outcome.WARN || outcome == Outcome.OVERRIDDEN;
    }

    /** {@return the answer for a promotion record: a gate that warned has passed the image} */
    public GateAnswer recorded() {
        return outcome == Outcome.WARN ? pass(gate, reason) : this;
    }
}
