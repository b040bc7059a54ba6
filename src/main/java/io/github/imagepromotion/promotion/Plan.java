package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.GateAnswer.Outcome;
import io.github.imagepromotion.promotion.tagging.TagMove;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The plan for promoting a set to one environment.
 *
 * @param environment the id of the environment
 * @param targets each image in each of the environment's registries
 * @param obstacles what forbids the promotion in addition to the gates, and cannot be overridden, as sentences
 */
public record Plan(String environment, List<Target> targets, List<Message> obstacles) {
    public Plan {
        targets = List.copyOf(targets);
        obstacles = List.copyOf(obstacles);
    }

    /** {@return whether nothing has to be written} */
    public boolean isDone() {
        return targets.stream().allMatch(Target::isDone);
    }

    /** {@return the total size of the missing blobs, including those that may be mounted} */
    public long missingBytes() {
        return targets.stream().mapToLong(Target::missingBytes).sum();
    }

    /** The BuildId tags of the set. */
    List<TagMove> buildIdTags() {
        return targets.stream().map(target -> target.move(target.tags().get(0))).toList();
    }

    /** The moving tags of the set. */
    List<TagMove> moving() {
        return targets.stream()
                .flatMap(target -> target.tags().stream().skip(1).map(target::move))
                .toList();
    }

    /**
     * {@return the answers of the gates about each image, by its name in the environment; images that gates were not asked
     * about are absent}
     */
    public Map<String, List<GateAnswer>> gates() {
        Map<String, List<GateAnswer>> gates = new LinkedHashMap<>();
        for (Target target : targets) {
            if (!target.gates().isEmpty()) {
                // Only in one environment no other artifact can have the repository of a release.
                Candidate candidate = target.candidate();
                gates.putIfAbsent(
                        candidate.repository(target.environment()) + ":"
                                + candidate.identity().buildId(),
                        target.gates());
            }
        }
        return gates;
    }

    /** {@return everything that forbids the promotion, as sentences} */
    List<Message> refusals() {
        return Stream.concat(closed().map(GateAnswer::reason), obstacles.stream())
                .toList();
    }

    /** Whether the promotion is refused only by gates that may still pass. */
    boolean mayOpen() {
        return obstacles.isEmpty()
                && closed().findAny().isPresent()
                && closed().allMatch(answer -> answer.outcome() == Outcome.WAIT);
    }

    /** {@return the maximum time to wait for the environment's gates} */
    Duration patience() {
        return targets.stream()
                .map(target -> target.environment().gates().times().patience())
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Stream<GateAnswer> closed() {
        return gates().values().stream().flatMap(List::stream).filter(answer -> !answer.passed());
    }
}
