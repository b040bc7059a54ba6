package io.github.imagepromotion.image;

/**
 * Why something failed or was refused, as a type: an enum beside what fails. What a user can do about it depends on how
 * things are configured, so whoever knows that has a sentence for each constant; code decides by the constant, never by the
 * text of a message.
 */
public interface Reason {

    /** {@return the name of the constant; implemented by the enum} */
    String name();
}
