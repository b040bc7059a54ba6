package io.github.imagepromotion.contention;

import io.github.imagepromotion.contention.Act.Kind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What happens in one round, drawn from its seed. Before it, builds 100 and 101 of all images were promoted: contents 0
 * and 1 of each.
 *
 * @param seed of the round
 * @param images so many
 * @param registries that the environment has
 * @param moving tags of the environment
 * @param oneWay milliseconds to a registry, and back again
 * @param tagging milliseconds more that setting a tag takes
 * @param inProcesses whether each actor is a process of its own, and not a thread
 * @param acts at once
 */
record Scenario(
        long seed,
        int images,
        int registries,
        List<String> moving,
        int oneWay,
        int tagging,
        boolean inProcesses,
        List<Act> acts)
        implements Serializable {
    static final String OLDER = "100";
    static final String NEWER = "101";
    /** Contents of an image are numbered from 0. */
    static final int CONTENTS = 20;

    private static final int LETTERS = 26;

    static Scenario of(long seed) {
        Random random = new Random(seed);
        int images = 2 + random.nextInt(2);
        List<Act> acts = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        boolean oneNumber = random.nextInt(4) == 0;
        for (int number = 0; number < count; number++) {
            acts.add(act(random, number, images, oneNumber, acts));
        }
        return new Scenario(
                seed,
                images,
                random.nextInt(4) == 0 ? 2 : 1,
                random.nextInt(3) == 0 ? List.of("latest", "stable") : List.of("latest"),
                3 + random.nextInt(25),
                random.nextInt(3) == 0 ? 50 + random.nextInt(450) : 0,
                random.nextInt(6) == 0,
                acts);
    }

    private static Act act(Random random, int number, int images, boolean oneNumber, List<Act> before) {
        int lot = random.nextInt(10);
        Kind kind = number < 1 || lot < 6 ? Kind.PROMOTE : lot < 8 ? Kind.ROLL_BACK : Kind.REJECT;
        int delay = random.nextInt(3) == 0 ? random.nextInt(1500) : 0;
        if (kind == Kind.REJECT) {
            boolean old = random.nextBoolean();
            Optional<Act> promoted = before.stream()
                    .filter(act -> act.kind() == Kind.PROMOTE && !old)
                    .findAny();
            Map<Integer, Integer> contents = promoted.map(Act::contents).orElseGet(() -> some(random, images, 0));
            return new Act(number, kind, promoted.map(Act::build).orElse(OLDER), contents, "", delay);
        }
        Map<Integer, Integer> contents = some(random, images, 1);
        contents.replaceAll((image, content) -> oneNumber ? 10 + number : content(random, number));
        String build = String.valueOf(200 + (oneNumber ? 0 : number));
        String to = kind == Kind.ROLL_BACK && random.nextInt(4) == 0 ? OLDER : "";
        return new Act(number, kind, build, contents, to, delay);
    }

    /** A new one mostly, or what is there, or what was there before: a change that was taken back. */
    private static int content(Random random, int number) {
        int lot = random.nextInt(10);
        return lot < 5 ? 10 + number : lot < 8 ? 1 : 0;
    }

    private static Map<Integer, Integer> some(Random random, int images, int content) {
        Map<Integer, Integer> some = new HashMap<>();
        boolean all = random.nextBoolean();
        for (int image = 0; image < images; image++) {
            if (all || random.nextInt(3) > 0) {
                some.put(image, content);
            }
        }
        some.putIfAbsent(random.nextInt(images), content);
        return some;
    }

    static String process(Act act) {
        return "process-" + act.number();
    }

    static String name(int image) {
        String letter = String.valueOf((char) ('a' + image % LETTERS));
        return image < LETTERS ? letter : letter + image / LETTERS;
    }

    /** The seed of an image's content: no two rounds have one in common. */
    long content(int image, int content) {
        return seed * 10_000 + image * 100L + content;
    }
}
