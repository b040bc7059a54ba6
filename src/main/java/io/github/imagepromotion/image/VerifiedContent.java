package io.github.imagepromotion.image;

/**
 * A stream that throws, at the latest at its last byte, if its content does not match its descriptor. Readers that read
 * it completely need not hash it again.
 */
public interface VerifiedContent {

    /** {@return the expected descriptor} */
    Descriptor verified();
}
