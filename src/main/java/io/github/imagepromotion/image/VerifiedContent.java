package io.github.imagepromotion.image;

/**
 * A stream that throws, at its last byte at the latest, if it is not the content that its descriptor describes. Who
 * reads it to the end need not hash it again.
 */
public interface VerifiedContent {

    /** {@return what the content is checked to be} */
    Descriptor verified();
}
