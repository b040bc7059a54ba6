package io.github.imagepromotion.promotion;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.promotion.Promoter.PromotionReason;
import io.github.imagepromotion.promotion.SavedPlan.PlannedImage;
import io.github.imagepromotion.promotion.SavedPlan.PlannedTag;
import io.github.imagepromotion.promotion.SavedPlan.PlannedTarget;
import io.github.imagepromotion.promotion.Target.TagState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The differences between a saved plan and what would be done now, as clauses: artifacts, registries, tags and where
 * these point. Content to be sent may differ, since other promotions send content, too.
 */
final class PlanDifferences {
    private PlanDifferences() {}

    /** {@return the refusal to carry out a saved plan, with all differences; empty if there is none} */
    static Optional<Message> refusal(SavedPlan saved, Plan now) {
        List<Candidate> candidates =
                now.targets().stream().map(Target::candidate).distinct().toList();
        List<String> differences = new ArrayList<>(ofArtifacts(saved, candidates));
        for (PlannedImage image : saved.images()) {
            List<Target> targets = now.targets().stream()
                    .filter(target -> isSame(saved, image, target.candidate()))
                    .toList();
            if (!targets.isEmpty()) {
                differences.addAll(ofRegistries(saved.environment(), image, targets));
            }
        }
        return refusal(saved, differences);
    }

    static Optional<Message> refusal(SavedPlan saved, List<String> differences) {
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(Message.of("The plan for " + Text.quote(saved.environment()) + " (" + saved.digest()
                                + ", made at " + saved.at() + saved.by().clause() + ") does not hold: "
                                + String.join("; ", differences) + ".")
                        .because(PromotionReason.PLAN_MOVED, Text.printable(saved.environment())));
    }

    /** {@return differences of the builds and their documents} */
    static List<String> ofArtifacts(SavedPlan saved, List<Candidate> candidates) {
        List<String> differences = new ArrayList<>();
        for (PlannedImage image : saved.images()) {
            Optional<Candidate> found = candidates.stream()
                    .filter(candidate -> isOf(saved, candidate, image.repository()))
                    .findFirst();
            differences.addAll(found.map(candidate -> ofArtifact(saved, image, candidate))
                    .orElseGet(() -> List.of("'" + image.name() + "' is planned, and is not among what was found")));
        }
        for (Candidate candidate : candidates) {
            if (saved.images().stream().noneMatch(image -> isOf(saved, candidate, image.repository()))) {
                differences.add("'" + candidate.name() + "' from " + candidate.origin() + " is not planned");
            }
        }
        return differences;
    }

    private static boolean isOf(SavedPlan saved, Candidate candidate, RepositoryName repository) {
        return candidate
                .environments()
                .find(saved.environment())
                .map(candidate::repository)
                .orElseGet(() -> candidate.identity().repository())
                .equals(repository);
    }

    private static boolean isSame(SavedPlan saved, PlannedImage image, Candidate found) {
        return isOf(saved, found, image.repository())
                && image.gav().equals(found.identity().coordinates())
                && image.buildId().equals(found.identity().buildId())
                && image.digest().equals(found.digest());
    }

    private static List<String> ofArtifact(SavedPlan saved, PlannedImage image, Candidate found) {
        if (!isSame(saved, image, found)) {
            return List.of("planned was build '" + image.buildId() + "' of '" + image.gav() + "' (" + image.digest()
                    + "), and the artifact from " + found.origin() + " is build '"
                    + found.identity().buildId() + "' of '" + found.identity().coordinates() + "' (" + found.digest()
                    + ")");
        }
        List<Digest> documents =
                found.archive().documents().stream().map(Document::digest).toList();
        return Stream.concat(
                        without(image.documents(), documents)
                                .map(gone -> "the artifact of '" + image.name() + "' had document " + gone
                                        + " when it was planned, and does not have it"),
                        without(documents, image.documents())
                                .map(added -> "the artifact of '" + image.name() + "' has document " + added
                                        + ", which it did not have when it was planned"))
                .toList();
    }

    private static <T> Stream<T> without(List<T> some, List<T> others) {
        Set<T> known = new HashSet<>(others);
        return some.stream().filter(one -> !known.contains(one));
    }

    private static List<String> ofRegistries(String environment, PlannedImage image, List<Target> targets) {
        List<String> differences = new ArrayList<>();
        for (PlannedTarget planned : image.targets()) {
            Optional<Target> same =
                    targets.stream().filter(target -> isSame(planned, target)).findFirst();
            differences.addAll(same.map(target -> ofTags(environment, planned, target))
                    .orElseGet(() -> List.of("'" + image.name() + "' is planned for " + place(planned)
                            + ", which is none of " + Text.quote(environment))));
        }
        for (Target target : targets) {
            if (image.targets().stream().noneMatch(planned -> isSame(planned, target))) {
                differences.add("'" + image.name() + "' would go to " + Text.quote(target.registry()) + " as '"
                        + target.repository().name() + "', which is not planned");
            }
        }
        return differences;
    }

    private static boolean isSame(PlannedTarget planned, Target target) {
        return planned.registry().equals(target.registry())
                && planned.repository().equals(target.repository().name());
    }

    private static String place(PlannedTarget planned) {
        return Text.quote(planned.registry()) + " as '" + planned.repository() + "'";
    }

    private static List<String> ofTags(String environment, PlannedTarget planned, Target target) {
        String place = target.repository().displayName();
        List<String> differences = new ArrayList<>();
        for (PlannedTag tag : planned.tags()) {
            Optional<TagState> now = target.tags().stream()
                    .filter(state -> state.tag().equals(tag.tag()))
                    .findFirst();
            if (now.isEmpty()) {
                differences.add("tag '" + place + ":" + tag.tag() + "' is planned, and is none that "
                        + Text.quote(environment) + " sets");
            } else if (isMoved(tag, now.get().before())) {
                differences.add("'" + place + ":" + tag.tag() + "' was " + text(tag.before())
                        + " when it was planned, and is " + text(now.get().before()));
            }
        }
        without(
                        target.tags().stream().map(TagState::tag).toList(),
                        planned.tags().stream().map(PlannedTag::tag).toList())
                .map(tag -> "tag '" + place + ":" + tag + "' would be set, which is not planned")
                .forEach(differences::add);
        return differences;
    }

    /** {@return whether a tag moved since the plan} A tag that was set by an interrupted call of this plan did not. */
    private static boolean isMoved(PlannedTag tag, Optional<Digest> now) {
        return !now.equals(tag.before()) && !now.equals(Optional.of(tag.after()));
    }

    private static String text(Optional<Digest> digest) {
        return digest.map(Digest::toString).orElse("absent");
    }
}
