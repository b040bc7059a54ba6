package io.github.imagepromotion.image;

/**
 * The typed reason of a failure or refusal: an enum beside the code that fails. The remedy of each constant is defined
 * where the configuration is known; code depends on constants, never on texts of messages.
 */
public interface Reason {

    /** {@return the name of the enum constant} */
    String name();
}
