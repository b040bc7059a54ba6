package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Tag;

/** The tag under which promotions to one environment tell each other that they are setting tags. It names no image. */
public final class LockTag {
    private static final String PREFIX = "promotion-lock-";

    private LockTag() {}

    /**
     * @param environment its id
     * @return its tag, in every repository of the environment
     */
    public static Tag of(String environment) {
        return Tag.of(PREFIX + environment);
    }

    /**
     * @param name of any tag
     * @return whether it is one of these
     */
    public static boolean isLock(String name) {
        return name.startsWith(PREFIX);
    }
}
