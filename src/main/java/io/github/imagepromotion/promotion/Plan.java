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
 * What promoting the set to one environment takes, found out by reading only.
 *
 * @param environment the id of the environment the set goes to
 * @param targets each image in each of the environment's registries
 * @param obstacles what forbids it beside the gates, and is not passed by anyone: sentences
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

    /** {@return bytes that are not there yet; what can be mounted is in them} */
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

    /** {@return what the gates said of each image; images that were not asked about are absent} */
    public Map<String, List<GateAnswer>> gates() {
        Map<String, List<GateAnswer>> gates = new LinkedHashMap<>();
        for (Target target : targets) {
            if (!target.gates().isEmpty()) {
                gates.putIfAbsent(target.candidate().name(), target.gates());
            }
        }
        return gates;
    }

    /** {@return all that forbids it: sentences, none if nothing does} */
    List<Message> refusals() {
        return Stream.concat(closed().map(GateAnswer::reason), obstacles.stream())
                .toList();
    }

    /** Whether it is refused, and nothing but time may change that. */
    boolean mayOpen() {
        return obstacles.isEmpty()
                && closed().findAny().isPresent()
                && closed().allMatch(answer -> answer.outcome() == Outcome.WAIT);
    }

    /** How long the environment has its gates waited for. */
    Duration patience() {
        return targets.stream()
                .map(target -> target.environment().gates().patience())
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Stream<GateAnswer> closed() {
        return gates().values().stream().flatMap(List::stream).filter(answer -> !answer.passed());
    }
}
