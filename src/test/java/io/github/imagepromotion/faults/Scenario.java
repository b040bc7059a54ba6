package io.github.imagepromotion.faults;

import java.util.List;
import java.util.Random;

/**
 * What one run promotes, drawn from its seed.
 *
 * @param seed of the run
 * @param layers of each image: the size of the file in each layer
 * @param index whether the images are for two platforms
 * @param older whether an older build is in the environments before
 * @param chunk up to so many bytes are sent at once
 * @param route which environments, and which of them through faults
 * @param tokens whether the registry wants tokens
 * @param twoRegistries whether each environment has two registries
 * @param remembers whether uploads under way are remembered for the next process
 * @param parallelism of the promotion
 */
record Scenario(
        long seed,
        List<List<Integer>> layers,
        boolean index,
        boolean older,
        long chunk,
        Route route,
        boolean tokens,
        boolean twoRegistries,
        boolean remembers,
        int parallelism) {
    private static final int SMALL = 12_000;
    private static final int SEVERAL_CHUNKS = 60_000;
    /** More than a client sends without {@code 100 Continue}, and more than the kernel takes off its hands. */
    private static final int LARGE = 7_000_000;

    /** Environments of a promotion. */
    enum Route {
        /** To dev, through faults. */
        DEV,
        /** To dev as it should be, then to prod, which mounts from dev, through faults. */
        PROD,
        /** To both in one promotion, through faults. */
        DEV_AND_PROD;

        List<String> faulty() {
            return switch (this) {
                case DEV -> List.of("dev");
                case PROD -> List.of("prod");
                case DEV_AND_PROD -> List.of("dev", "prod");
            };
        }
    }

    static Scenario of(long seed) {
        Random random = new Random(seed);
        boolean large = random.nextInt(25) == 0;
        int images = large ? 1 : 1 + random.nextInt(3);
        List<List<Integer>> layers = random.ints(images, 1, 4)
                .mapToObj(count -> sizes(random, large ? 1 : count, large))
                .toList();
        return new Scenario(
                seed,
                layers,
                !large && random.nextInt(4) == 0,
                random.nextInt(3) == 0,
                large ? 2_000_000L + random.nextInt(8_000_000) : 16_000 + random.nextInt(16_000),
                Route.values()[random.nextInt(Route.values().length)],
                random.nextInt(3) == 0,
                random.nextInt(6) == 0,
                random.nextBoolean(),
                1 + random.nextInt(4));
    }

    private static List<Integer> sizes(Random random, int count, boolean large) {
        int most = large ? LARGE : random.nextInt(3) == 0 ? SEVERAL_CHUNKS : SMALL;
        return random.ints(count, most / 4, most).boxed().toList();
    }
}
