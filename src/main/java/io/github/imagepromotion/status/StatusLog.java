package io.github.imagepromotion.status;

/** Receives progress and explains failures. Called concurrently. */
public interface StatusLog {

    /**
     * @param done number of builds read
     * @param all number of builds to read, as far as known
     */
    void progress(int done, int all);

    /**
     * @param failure why something could not be read
     * @return an explanation of one or two sentences, without secrets
     */
    String explain(Exception failure);
}
