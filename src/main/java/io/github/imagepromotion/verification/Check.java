package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;

/**
 * A check of an image, and its result.
 *
 * @param name the check: {@code archive}, {@code tag}, {@code content}, {@code documents}, {@code trust}, {@code
 *     records} or {@code decisions}
 * @param outcome the result
 * @param subject what was checked: a tag, a digest, a gate; printable
 * @param reason the reason, with what selects its remedy; printable
 */
public record Check(String name, Outcome outcome, String subject, Message reason) {

    /** Results. */
    public enum Outcome {
        PASS,
        FAIL,
        /** Information that is neither right nor wrong. */
        INFO
    }

    /** With a reason without a remedy. */
    public Check(String name, Outcome outcome, String subject, String reason) {
        this(name, outcome, subject, Message.of(reason));
    }

    /** Makes texts from outside printable. */
    public Check {
        subject = Text.harmless(subject);
        reason = reason.map(Text::harmless);
    }

    static Check pass(String name, Object subject, String reason) {
        return new Check(name, Outcome.PASS, subject.toString(), Message.of(reason));
    }

    static Check pass(String name, Object subject, Message reason) {
        return new Check(name, Outcome.PASS, subject.toString(), reason);
    }

    static Check fail(String name, Object subject, String reason) {
        return new Check(name, Outcome.FAIL, subject.toString(), Message.of(reason));
    }

    static Check fail(String name, Object subject, Message reason) {
        return new Check(name, Outcome.FAIL, subject.toString(), reason);
    }

    static Check info(String name, Object subject, String reason) {
        return new Check(name, Outcome.INFO, subject.toString(), Message.of(reason));
    }

    static Check info(String name, Object subject, Message reason) {
        return new Check(name, Outcome.INFO, subject.toString(), reason);
    }

    /** {@return whether the check failed} */
    public boolean failed() {
        return outcome == Outcome.FAIL;
    }
}
