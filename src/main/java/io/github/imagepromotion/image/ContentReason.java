package io.github.imagepromotion.image;

/** Why content is refused. */
public enum ContentReason implements Reason {
    /** What is sent is not what its descriptor says. */
    WRONG_CONTENT
}
