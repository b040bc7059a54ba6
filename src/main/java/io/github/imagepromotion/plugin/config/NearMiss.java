package io.github.imagepromotion.plugin.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that was meant, where another one was written. */
final class NearMiss {
    /** Names that are shorter are a letter or two away from most words. */
    private static final int SHORT = 4;

    private static final int LONG = 8;

    private NearMiss() {}

    /**
     * @param written a name that is not known
     * @param known all names that are
     * @return the known one that differs from it by case, or by a letter, in a long name by two
     */
    static Optional<String> of(String written, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(written, name) <= allowed(name))
                .min(Comparator.comparing((String name) -> distance(written, name))
                        .thenComparing(name -> name));
    }

    private static int allowed(String name) {
        if (name.length() >= LONG) {
            return 2;
        }
        return name.length() >= SHORT ? 1 : 0;
    }

    /** Letters that are missing, too many, others, or in the place of their neighbour; none for a difference of case. */
    private static int distance(String one, String other) {
        String left = one.toLowerCase(Locale.ROOT);
        String right = other.toLowerCase(Locale.ROOT);
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, left, right, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int step(int[][] cost, String left, String right, int i, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
