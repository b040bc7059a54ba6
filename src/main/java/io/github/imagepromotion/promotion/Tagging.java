package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Target.TagState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Sets the tags of a set whose content is all there, and reads each back. First every target's BuildId tag, then the
 * moving tags: what moves never points to something that has no number.
 */
final class Tagging {
    private final Plan plan;

    Tagging(Plan plan) {
        this.plan = plan;
    }

    void run() throws IOException {
        for (Target target : plan.targets()) {
            refuseChanged(target);
        }
        for (Target target : plan.targets()) {
            if (!target.isPresent()) {
                set(target, target.tags().get(0));
            }
        }
        for (Target target : plan.targets()) {
            for (TagState moving : target.tagsToSet()) {
                if (!moving.equals(target.tags().get(0))) {
                    set(target, moving);
                }
            }
        }
    }

    /** Another promotion may have run since the plan was made; a BuildId tag that exists is never set again. */
    private static void refuseChanged(Target target) throws IOException {
        TagState build = target.tags().get(0);
        Optional<Digest> now = target.isPresent()
                ? build.before()
                : target.repository().resolve(build.tag()).map(Descriptor::digest);
        if (now.isPresent() && !now.get().equals(target.candidate().digest())) {
            throw new ImageException("Tagged nothing: '" + target.name() + "' was set to " + now.get()
                    + " by another promotion while this one ran; this artifact is "
                    + target.candidate().digest() + ". A BuildId tag never changes: find out which of the two builds is"
                    + " the one of this BuildId.");
        }
    }

    private static void set(Target target, TagState state) throws IOException {
        List<Manifest> manifests = target.candidate().archive().image().manifests();
        target.repository().tag(state.tag(), manifests.get(manifests.size() - 1));
        Optional<Digest> now = target.repository()
                .manifest(state.tag())
                .map(Manifest::descriptor)
                .map(Descriptor::digest);
        if (!now.equals(Optional.of(target.candidate().digest()))) {
            throw new ImageException("The tag '" + target.repository().displayName() + ":" + state.tag()
                    + "' was set to " + target.candidate().digest() + " but reads back as "
                    + now.map(Digest::toString).orElse("absent")
                    + ". The registry did not keep what it was given, or something else sets this tag; run the promotion"
                    + " again when that is found.");
        }
    }
}
