package io.github.imagepromotion.rollback;

/** What a rollback tells while it runs. */
public interface RollbackLog {

    /**
     * What would be done is known; nothing has been written.
     *
     * @param plan its outcome is {@code planned}
     */
    void planned(RollbackResult plan);

    /**
     * The environment holds the builds it had before under its moving tags, and this was read back.
     *
     * @param result to be kept
     */
    void rolledBack(RollbackResult result);
}
