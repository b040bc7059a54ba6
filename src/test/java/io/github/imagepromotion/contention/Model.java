package io.github.imagepromotion.contention;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What one image's repository holds, and what each act makes of it when it is alone. Registries of a set hold the same. */
final class Model {
    private final List<String> moving;
    private final Map<Integer, Image> images = new TreeMap<>();

    /** Contents by tag, and what is recorded. */
    private static final class Image {
        private final Map<String, Integer> tags = new TreeMap<>();
        private final List<Move> moves = new ArrayList<>();
        private final Set<Integer> rejected = new HashSet<>();

        Image() {}

        Image(Image other) {
            tags.putAll(other.tags);
            moves.addAll(other.moves);
            rejected.addAll(other.rejected);
        }
    }

    /** A record: what became current, by what, instead of what. */
    private record Move(int content, Optional<Integer> before) {}

    private Model(List<String> moving) {
        this.moving = moving;
    }

    /** As it is before a round. */
    static Model before(Scenario scenario) {
        Model model = new Model(scenario.moving());
        for (int image = 0; image < scenario.images(); image++) {
            model.images.put(image, new Image());
            model.promote(image, Scenario.OLDER, 0);
            model.promote(image, Scenario.NEWER, 1);
        }
        return model;
    }

    Model copy() {
        Model copy = new Model(moving);
        images.forEach((number, image) -> copy.images.put(number, new Image(image)));
        return copy;
    }

    /** {@return whether it is what alone would have done; then it is done} */
    boolean apply(Act act) {
        for (int image : act.images()) {
            boolean possible =
                    switch (act.kind()) {
                        case PROMOTE -> promote(image, act.build(), contentOf(act, image));
                        case ROLL_BACK -> rollBack(image, act.to());
                        case REJECT -> image(image).rejected.add(contentOf(act, image)) || true;
                    };
            if (!possible) {
                return false;
            }
        }
        return true;
    }

    private static int contentOf(Act act, int image) {
        return Objects.requireNonNull(act.contents().get(image));
    }

    private Image image(int number) {
        return Objects.requireNonNull(images.get(number));
    }

    private boolean promote(int number, String build, int content) {
        Image image = image(number);
        if (image.rejected.contains(content) || image.tags.getOrDefault(build, content) != content) {
            return false;
        }
        image.moves.add(new Move(content, Optional.ofNullable(image.tags.get(moving.get(0)))));
        image.tags.put(build, content);
        moving.forEach(tag -> image.tags.put(tag, content));
        return true;
    }

    private boolean rollBack(int number, String to) {
        Image image = image(number);
        Optional<Integer> target = to.isEmpty() ? before(image) : Optional.ofNullable(image.tags.get(to));
        if (target.isEmpty() || image.rejected.contains(target.get())) {
            return false;
        }
        moving.forEach(tag -> image.tags.put(tag, target.get()));
        return true;
    }

    /** The newest record may say that the content stayed; whether an older one counts then is not judged here. */
    private Optional<Integer> before(Image image) {
        Integer now = Objects.requireNonNull(image.tags.get(moving.get(0)));
        List<Move> newestFirst = new ArrayList<>(image.moves);
        Collections.reverse(newestFirst);
        return newestFirst.stream()
                .filter(move -> move.content() == now)
                .flatMap(move -> move.before().stream())
                .filter(before -> !before.equals(now))
                .findFirst();
    }

    /** {@return contents by image and tag} */
    Map<Integer, Map<String, Integer>> tags() {
        Map<Integer, Map<String, Integer>> tags = new HashMap<>();
        images.forEach((number, image) -> tags.put(number, image.tags));
        return tags;
    }
}
