package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.registry.Repository.PushResult;
import java.time.Duration;
import java.util.List;

/** The events of a promotion, in order. */
public sealed interface PromotionEvent {

    /**
     * Gates do not pass the set yet, and will be asked again.
     *
     * @param plans the current plans
     * @param left remaining time to wait
     */
    record Waiting(List<Plan> plans, Duration left) implements PromotionEvent {
        /** Copies the list. */
        public Waiting {
            plans = List.copyOf(plans);
        }
    }

    /**
     * An environment is planned, and its gates have answered; nothing has been written.
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
     * A part of a blob has been sent. Occurs often, in several threads.
     *
     * @param target of the blob
     * @param blob that is sent
     * @param position of the next byte
     */
    record BlobProgressed(Target target, Descriptor blob, long position) implements PromotionEvent {}

    /**
     * A blob has been transferred. Occurs in several threads.
     *
     * @param target of the blob
     * @param blob that was missing
     * @param result how it was transferred
     */
    record BlobArrived(Target target, Descriptor blob, PushResult result) implements PromotionEvent {}

    /**
     * All content of an archive has been verified: before the first manifest is put, or at the end of a dry run.
     *
     * @param candidate of the archive
     */
    record Checked(Candidate candidate) implements PromotionEvent {}

    /**
     * All content of the set is in the environment's registries, and no tag is set yet.
     *
     * @param plan that is carried out
     * @param bytes sent
     * @param time it took
     */
    record Transferred(Plan plan, long bytes, Duration time) implements PromotionEvent {}

    /**
     * Tags are about to be set. A listener that acts after the promotion stores this now, so that a later call can do
     * it if this one is killed.
     *
     * @param expected the expected changes, as in {@link Ended}
     */
    record BeforeTags(List<EnvironmentChange> expected) implements PromotionEvent {
        /** Copies the list. */
        public BeforeTags {
            expected = List.copyOf(expected);
        }
    }

    /**
     * The promotion to an environment is complete: it is promoted and recorded, or refused without writing anything.
     *
     * @param result of the promotion
     */
    record Completed(PromotionResult result) implements PromotionEvent {}

    /**
     * An environment was changed, or its promotion failed, and others are to be notified. A failure to notify does not
     * undo the promotion.
     *
     * @param changes changes of the environment: one for all images of the set, unless their environments have
     *     different receivers
     */
    record Ended(List<EnvironmentChange> changes) implements PromotionEvent {
        /** Copies the list. */
        public Ended {
            changes = List.copyOf(changes);
        }
    }
}
