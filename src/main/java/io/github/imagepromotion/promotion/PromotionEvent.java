package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.registry.Repository.PushResult;
import java.time.Duration;
import java.util.List;

/** What happens in a promotion, in this order. */
public sealed interface PromotionEvent {

    /**
     * Gates do not let the set through yet, and are asked again in a while.
     *
     * @param plans as they are now
     * @param left how much longer they are waited for
     */
    record Waiting(List<Plan> plans, Duration left) implements PromotionEvent {
        /** Keeps the list. */
        public Waiting {
            plans = List.copyOf(plans);
        }
    }

    /**
     * What would be done is known, and what gates say of it; nothing has been written.
     *
     * @param plan for one environment
     */
    record Planned(Plan plan) implements PromotionEvent {}

    /**
     * Content is about to be sent.
     *
     * @param plan that is carried out
     */
    record TransferStarted(Plan plan) implements PromotionEvent {}

    /**
     * A blob is on its way. Happens often, in several threads.
     *
     * @param target it goes to
     * @param blob that is sent
     * @param position of the next byte
     */
    record BlobProgressed(Target target, Descriptor blob, long position) implements PromotionEvent {}

    /**
     * A blob is there. Happens in several threads.
     *
     * @param target it came to
     * @param blob that was missing
     * @param result how it came
     */
    record BlobArrived(Target target, Descriptor blob, PushResult result) implements PromotionEvent {}

    /**
     * An archive was read to the last byte and is what the build wrote: before the first manifest is put, or at the end of a
     * dry run.
     *
     * @param candidate it belongs to
     */
    record Checked(Candidate candidate) implements PromotionEvent {}

    /**
     * All content of an environment's set is there, and nothing is tagged.
     *
     * @param plan that is carried out
     * @param bytes sent
     * @param time it took
     */
    record Transferred(Plan plan, long bytes, Duration time) implements PromotionEvent {}

    /**
     * Tags are about to be set. Who has to do something afterwards remembers it now, so that a later call does it if this one
     * is killed.
     *
     * @param expected how it will have ended
     */
    record BeforeTags(EnvironmentChange expected) implements PromotionEvent {}

    /**
     * What became of an environment is known: it is promoted and recorded, or was refused and nothing was written.
     *
     * @param result to be kept
     */
    record Completed(PromotionResult result) implements PromotionEvent {}

    /**
     * Others are to know how it ended: an environment was changed, or that failed. What was promoted stays promoted, whatever
     * comes of this.
     *
     * @param change of the environment
     */
    record Ended(EnvironmentChange change) implements PromotionEvent {}
}
