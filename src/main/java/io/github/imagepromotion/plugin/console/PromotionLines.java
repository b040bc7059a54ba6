package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.PromotionResult.PromotedImage;
import io.github.imagepromotion.promotion.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The lines of a promotion: details for a single image; for a set of up to {@link #MOST} images one line each; for
 * larger sets only images that differ from the rest. A set ends with totals; the JSON result contains everything.
 */
final class PromotionLines {
    /** Maximum number of images with a line each. */
    static final int MOST = 20;

    private PromotionLines() {}

    /** {@return lines about what would be done, and what exists} */
    static List<String> plan(Plan plan) {
        List<Target> targets = plan.targets();
        String start = "Plan for " + plan.environment() + ": ";
        List<String> lines = new ArrayList<>();
        if (targets.size() == 1) {
            Target target = targets.get(0);
            lines.add(start + target.name() + " " + content(target));
            target.tagsToSet()
                    .forEach(state -> lines.add("  tag " + state.tag() + ", "
                            + state.before().map(before -> "now " + before).orElse("new")));
            return lines;
        }
        shown(targets, Target::isDone).forEach(target -> lines.add(start + target.name() + " " + content(target)));
        List<Target> due = targets.stream().filter(target -> !target.isDone()).toList();
        int blobs = due.stream().mapToInt(target -> target.missing().size()).sum();
        lines.add(
                start + images(targets.size()) + ", " + (targets.size() - due.size()) + " there already, " + due.size()
                        + " to promote, " + blobs + (blobs == 1 ? " blob" : " blobs") + ", "
                        + Size.shown(plan.missingBytes()));
        return lines;
    }

    private static String content(Target target) {
        if (target.isDone()) {
            return "is there already, nothing to do";
        }
        if (target.missing().isEmpty()) {
            return "needs "
                    + (target.manifests().isEmpty()
                            ? "no blob"
                            : target.manifests().size() + " manifests");
        }
        Set<Descriptor> all = new HashSet<>(target.candidate().archive().image().blobs());
        target.documents().forEach(document -> all.addAll(document.content().blobs()));
        return "needs " + target.missing().size() + " of " + all.size() + " blobs, "
                + Size.shown(target.missingBytes());
    }

    /** {@return images whose gates are listed; above {@link #MOST} images only those whose gates do not simply pass} */
    static List<String> gatesShown(Map<String, List<GateAnswer>> gates) {
        return gates.entrySet().stream()
                .filter(image -> gates.size() <= MOST || !passes(image.getValue()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** {@return number of images whose gates pass} */
    static String gates(String environment, Map<String, List<GateAnswer>> gates) {
        long passing = gates.values().stream().filter(PromotionLines::passes).count();
        return "Gates of " + environment + ": " + passing + " of " + images(gates.size()) + " pass";
    }

    /** {@return whether there is nothing to report about an image's gates except that they pass} */
    static boolean passes(List<GateAnswer> answers) {
        return answers.stream().allMatch(answer -> answer.outcome() == GateAnswer.Outcome.PASS);
    }

    /** {@return lines about the result} */
    static List<String> promoted(PromotionResult result) {
        List<PromotedImage> images = result.images();
        List<String> lines = new ArrayList<>();
        if (images.size() == 1) {
            PromotedImage image = images.get(0);
            boolean unchanged = result.outcome() == PromotionResult.Outcome.UNCHANGED;
            lines.add(promoted(result, image, unchanged));
            lines.add("  " + image.digest());
            image.record().ifPresent(record -> lines.add("  recorded as " + record));
            return lines;
        }
        Predicate<PromotedImage> unchanged = PromotionLines::isUnchanged;
        shown(images, unchanged).forEach(image -> lines.add(promoted(result, image, unchanged.test(image))));
        long same = images.stream().filter(unchanged).count();
        lines.add("In " + result.environment() + ": " + images(images.size()) + ", " + same + " there already, "
                + (images.size() - same) + " new, " + Size.shown(result.bytesUploaded()) + " sent");
        return lines;
    }

    private static String promoted(PromotionResult result, PromotedImage image, boolean unchanged) {
        String tags = image.tags().stream().map(Object::toString).collect(Collectors.joining(", "));
        return (unchanged ? "Nothing to do: " : "Promoted to ") + result.environment() + ": " + image.reference()
                + " (tags " + tags + ")";
    }

    /** All its tags pointed to it before, and nothing was sent or recorded. */
    private static boolean isUnchanged(PromotedImage image) {
        return image.record().isEmpty()
                && image.bytesUploaded() == 0
                && image.tags().stream()
                        .allMatch(tag -> image.digest().equals(image.previous().get(tag.name())));
    }

    /** Lists all of a few; of many, the minority, if it is small. */
    private static <T> List<T> shown(List<T> all, Predicate<T> kind) {
        if (all.size() <= MOST) {
            return all;
        }
        Map<Boolean, List<T>> kinds = all.stream().collect(Collectors.partitioningBy(kind));
        List<T> are = kinds.getOrDefault(true, List.of());
        List<T> areNot = kinds.getOrDefault(false, List.of());
        List<T> fewer = are.size() < areNot.size() ? are : areNot;
        return fewer.size() <= MOST ? fewer : List.of();
    }

    private static String images(int count) {
        return count == 1 ? "1 image" : count + " images";
    }
}
