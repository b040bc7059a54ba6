package io.github.imagepromotion.contention;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of the things that happen at once in a round.
 *
 * @param number of it in the round
 * @param kind of it
 * @param build BuildId that is promoted or rejected
 * @param contents of the images that it is about, by the image's number; of a rollback only the images count
 * @param to the build that a rollback names, empty if it names none
 * @param delay milliseconds after which it begins
 */
record Act(int number, Kind kind, String build, Map<Integer, Integer> contents, String to, int delay)
        implements Serializable {
    enum Kind {
        PROMOTE,
        ROLL_BACK,
        REJECT
    }

    Act {
        contents = Map.copyOf(contents);
    }

    List<Integer> images() {
        return contents.keySet().stream().sorted().toList();
    }

    boolean tags() {
        return kind != Kind.REJECT;
    }

    @Override
    public String toString() {
        String what = images().stream()
                .map(image -> Scenario.name(image) + (kind == Kind.ROLL_BACK ? "" : contents.get(image)))
                .collect(Collectors.joining(","));
        return switch (kind) {
            case PROMOTE -> "promote (" + what + ") as build " + build;
            case ROLL_BACK -> "roll (" + what + ") back" + (to.isEmpty() ? "" : " to build " + to);
            case REJECT -> "reject (" + what + ") of build " + build;
        };
    }
}
