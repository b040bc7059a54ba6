package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Tag;

/**
 * The tag under which promotions and rollbacks tell each other that they are setting tags of a repository. It names no
 * image. It is one for all environments, since several may share a repository and the tag of a build.
 */
public final class LockTag {
    private static final String NAME = "promotion-lock";

    /** The tag, in every repository. */
    static final Tag TAG = Tag.of(NAME);

    private LockTag() {}

    /**
     * @param name name of any tag
     * @return whether it is the lock's
     */
    public static boolean isLock(String name) {
        return name.equals(NAME);
    }
}
