package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.ImageException;

/**
 * Versions of the plugin's own predicate types, which end in {@code /v1}, {@code /v2} and so on. The meaning of a
 * statement of a newer version is unknown, so it is never ignored as irrelevant.
 */
final class Versions {
    private Versions() {}

    /**
     * @param type type of any predicate
     * @param known the supported type
     * @return whether it is that type, or a newer version of it
     */
    static boolean isSameOrNewer(String type, String known) {
        return type.equals(known) || isNewer(type, known);
    }

    /**
     * @param type type of any predicate
     * @param known the supported type
     * @return whether it is a newer version of that type
     */
    static boolean isNewer(String type, String known) {
        int end = known.lastIndexOf("/v") + 2;
        return type.startsWith(known.substring(0, end))
                && type.substring(end).matches("[1-9][0-9]{0,8}")
                && version(type) > version(known);
    }

    /**
     * @param type a newer version
     * @param known the supported type
     * @return a clause that says so, for messages
     */
    static String clause(String type, String known) {
        return ImageException.newerFormat(version(type), version(known)) + " (use a newer one)";
    }

    private static int version(String type) {
        return Integer.parseInt(type.substring(type.lastIndexOf("/v") + 2));
    }
}
