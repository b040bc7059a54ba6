package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;

/**
 * What was asked about an image, and the answer.
 *
 * @param name what was asked: {@code archive}, {@code tag}, {@code content}, {@code documents}, {@code trust},
 *     {@code records} or {@code decisions}
 * @param outcome the answer
 * @param subject what it was asked of: a tag, a digest, a gate; printable
 * @param reason why, for people, with what its remedy depends on; printable
 */
public record Check(String name, Outcome outcome, String subject, Message reason) {

    /** How it was answered. */
    public enum Outcome {
        PASS,
        FAIL,
        /** Nothing to be held against anything: it is as it is. */
        INFO
    }

    /** With a reason that has no remedy. */
    public Check(String name, Outcome outcome, String subject, String reason) {
        this(name, outcome, subject, Message.of(reason));
    }

    /** Keeps what came from outside from being obeyed. */
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

    /** {@return whether something is not as it should be} */
    public boolean failed() {
        return outcome == Outcome.FAIL;
    }
}
