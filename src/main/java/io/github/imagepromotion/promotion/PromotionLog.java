package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.registry.PushResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What a promotion tells while it runs. Who need not know how far a transfer has come leaves those methods out. */
public interface PromotionLog {

    /**
     * An archive was read to the last byte and is what the build wrote.
     *
     * @param candidate it belongs to
     */
    void checked(Candidate candidate);

    /**
     * Gates do not let the set through yet, and are asked again in a while.
     *
     * @param plans as they are now
     * @param left how much longer they are waited for
     */
    default void waiting(List<Plan> plans, Duration left) {}

    /**
     * What would be done is known, and what gates say of it; nothing has been written.
     *
     * @param plan for one environment
     */
    void planned(Plan plan);

    /**
     * Content is about to be sent.
     *
     * @param plan that is carried out
     */
    default void transferring(Plan plan) {}

    /**
     * A blob is on its way. Called often, by several threads.
     *
     * @param target it goes to
     * @param blob that is sent
     * @param position of the next byte
     */
    default void sending(Target target, Descriptor blob, long position) {}

    /**
     * A blob is there.
     *
     * @param target it came to
     * @param blob that was missing
     * @param pushResult how it came
     */
    default void arrived(Target target, Descriptor blob, PushResult pushResult) {}

    /**
     * All content of an environment's set is there.
     *
     * @param plan that was carried out
     * @param bytes sent
     * @param time it took
     */
    void transferred(Plan plan, long bytes, Duration time);

    /**
     * Something forbade the promotion, and nothing was written.
     *
     * @param result to be kept: what was planned for an environment, and what its gates said
     * @throws IOException if it cannot be kept
     */
    default void refused(PromotionResult result) throws IOException {}

    /**
     * An environment holds the set under its tags, and this was read back.
     *
     * @param result to be kept
     * @throws IOException if it cannot be kept
     */
    void promoted(PromotionResult result) throws IOException;
}
