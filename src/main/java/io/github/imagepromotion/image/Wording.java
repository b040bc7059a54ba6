package io.github.imagepromotion.image;

/** Puts a message into words for a user: its text, and what to do about each {@link Reason} in it. */
@FunctionalInterface
public interface Wording {

    /**
     * @param message what is to be told
     * @return the same as text, with its remedies
     */
    String of(Message message);
}
