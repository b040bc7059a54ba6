package io.github.imagepromotion.verification;

/** What a verification tells while it runs. */
@FunctionalInterface
public interface VerificationLog {

    /**
     * Content is read. Called often, by several threads.
     *
     * @param reference of the image
     * @param bytes read so far
     * @param all bytes that are to be read
     */
    void reading(String reference, long bytes, long all);
}
