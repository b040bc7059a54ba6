package io.github.imagepromotion.image;

/** A failure that has typed reasons beside its text. */
public interface Explained {

    /** {@return what is wrong, with its reasons; its text is that of {@link Throwable#getMessage()}} */
    Message said();
}
