package io.github.imagepromotion.image;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A message to a user: text with typed reasons, which {@link Wording} replaces by remedies where the configuration is
 * known. Immutable.
 */
public final class Message {
    private final List<Object> parts;

    /**
     * A reason with arguments for its remedy.
     *
     * @param reason the reason
     * @param arguments an environment, a number, a {@link Reason} that stands for a place in the configuration;
     *     printable
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
     * @return the message
     */
    public static Message of(String text) {
        return new Message(List.of(text));
    }

    /**
     * @param failure any exception
     * @return its message, with reasons if it has any
     */
    public static Message of(Throwable failure) {
        return failure instanceof Explained known ? known.said() : of(String.valueOf(failure.getMessage()));
    }

    /**
     * @param text text to append
     * @return the combined message
     */
    public Message and(String text) {
        return text.isEmpty() ? this : with(List.of(text));
    }

    /**
     * @param message message to append
     * @return the combined message
     */
    public Message and(Message message) {
        return with(message.parts);
    }

    /**
     * @param sentences messages to append, each after a space
     * @return the combined message
     */
    public Message and(Collection<Message> sentences) {
        return sentences.stream().reduce(this, (all, each) -> all.and(" ").and(each));
    }

    /**
     * @param failure exception whose message is appended
     * @return the combined message
     */
    public Message and(Throwable failure) {
        return and(of(failure));
    }

    /**
     * @param reason reason for the text so far, whose remedy will follow after a space
     * @param arguments as in {@link Because}
     * @return this message with the reason
     */
    public Message because(Reason reason, Object... arguments) {
        return with(List.of(new Because(reason, List.of(arguments))));
    }

    /** {@return this message with a final full stop; a remedy is a sentence of its own} */
    public Message sentence() {
        Object last = parts.get(parts.size() - 1);
        return last instanceof Because || last.toString().endsWith(".") ? this : and(".");
    }

    private Message with(List<?> more) {
        List<Object> all = new ArrayList<>(parts);
        all.addAll(more);
        return new Message(all);
    }

    /** {@return the text without remedies} */
    public String text() {
        return in(because -> "");
    }

    /** {@return the reasons in order} */
    public List<Because> reasons() {
        return parts.stream()
                .filter(Because.class::isInstance)
                .map(Because.class::cast)
                .toList();
    }

    /**
     * @param remedies returns the text for each reason, including the preceding space
     * @return the complete text
     */
    public String in(Function<Because, String> remedies) {
        return parts.stream()
                .map(part -> part instanceof Because because ? remedies.apply(because) : part.toString())
                .collect(Collectors.joining());
    }

    /**
     * @param change changes each text, for example to printable text
     * @return the changed texts with the same reasons
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

    /** {@return the text without remedies} */
    @Override
    public String toString() {
        return text();
    }

    /** Turns a message into text for a user, with the remedy of each {@link Reason}. */
    @FunctionalInterface
    public interface Wording {

        /**
         * @param message a message
         * @return its text with remedies
         */
        String of(Message message);
    }

    /** An exception with typed reasons. */
    public interface Explained {

        /** {@return the message with its reasons; its text is that of {@link Throwable#getMessage()}} */
        Message said();
    }
}
