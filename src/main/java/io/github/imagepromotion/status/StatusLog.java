package io.github.imagepromotion.status;

/** What reading tells while it is under way. Called by several threads. */
public interface StatusLog {

    /**
     * @param done builds that were read
     * @param all builds that are to be read, as far as that is known
     */
    void progress(int done, int all);

    /**
     * @param failure why something could not be read
     * @return that for people: no secret, one or two sentences
     */
    String explain(Exception failure);
}
