package io.github.imagepromotion.image;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is said to a user: text, and between it the typed reasons whose remedies are put there by whoever knows how things
 * are configured ({@link Wording}). Immutable; equal where it says the same.
 */
public final class Message {
    private final List<Object> parts;

    /**
     * A reason and what its remedy is about.
     *
     * @param reason why
     * @param arguments what a remedy names: an environment, a number, a {@link Reason} that stands for a place in the
     *     configuration; printable
     */
    public record Because(Reason reason, List<Object> arguments) {
        /** Copies the list. */
        public Because {
            arguments = List.copyOf(arguments);
        }
    }

    private Message(List<Object> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * @param text what failed, on which thing, why; a sentence or a clause
     * @return a message of it
     */
    public static Message of(String text) {
        return new Message(List.of(text));
    }

    /**
     * @param failure anything thrown
     * @return what it says, with its reasons where it has any
     */
    public static Message of(Throwable failure) {
        return failure instanceof Explained known ? known.said() : of(String.valueOf(failure.getMessage()));
    }

    /**
     * @param text that follows
     * @return both
     */
    public Message and(String text) {
        return text.isEmpty() ? this : with(List.of(text));
    }

    /**
     * @param message that follows
     * @return both
     */
    public Message and(Message message) {
        return with(message.parts);
    }

    /**
     * @param failure whose message follows
     * @return both
     */
    public Message and(Throwable failure) {
        return and(of(failure));
    }

    /**
     * @param reason of what was said so far; its remedy comes here, after a space
     * @param arguments as in {@link Because}
     * @return this, because of that
     */
    public Message because(Reason reason, Object... arguments) {
        return with(List.of(new Because(reason, List.of(arguments))));
    }

    /** {@return the same with a full stop at its end, unless it has one; a remedy is a sentence by itself} */
    public Message sentence() {
        Object last = parts.get(parts.size() - 1);
        return last instanceof Because || last.toString().endsWith(".") ? this : and(".");
    }

    private Message with(List<?> more) {
        List<Object> all = new ArrayList<>(parts);
        all.addAll(more);
        return new Message(all);
    }

    /** {@return what is wrong, without remedies} */
    public String text() {
        return in(because -> "");
    }

    /** {@return the reasons, in their order} */
    public List<Because> reasons() {
        return parts.stream()
                .filter(Because.class::isInstance)
                .map(Because.class::cast)
                .toList();
    }

    /**
     * @param remedies what to put in the place of each reason, the space before it included
     * @return the whole text
     */
    public String in(Function<Because, String> remedies) {
        return parts.stream()
                .map(part -> part instanceof Because because ? remedies.apply(because) : part.toString())
                .collect(Collectors.joining());
    }

    /**
     * @param change makes other text of it, such as printable text
     * @return the same reasons between the changed texts
     */
    public Message map(Function<String, String> change) {
        return new Message(parts.stream()
                .map(part -> part instanceof String text ? change.apply(text) : part)
                .toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message message && parts.equals(message.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** {@return the text, without remedies} */
    @Override
    public String toString() {
        return text();
    }

    /** Puts a message into words for a user: its text, and what to do about each {@link Reason} in it. */
    @FunctionalInterface
    public interface Wording {

        /**
         * @param message what is to be told
         * @return the same as text, with its remedies
         */
        String of(Message message);
    }

    /** A failure that has typed reasons beside its text. */
    public interface Explained {

        /** {@return what is wrong, with its reasons; its text is that of {@link Throwable#getMessage()}} */
        Message said();
    }
}
