package io.github.imagepromotion.plugin.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the known name that a misspelt one probably stands for. */
final class NearMiss {
    /** Shorter names are too similar to most words. */
    private static final int SHORT = 4;

    private static final int LONG = 8;

    private NearMiss() {}

    /**
     * @param written an unknown name
     * @param known all known names
     * @return the known name that differs only in case, by one letter, or for a long name by two
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

    /** {@return the number of missing, additional, different or transposed letters; 0 if only the case differs} */
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
