package io.github.imagepromotion.image;

import java.util.regex.Pattern;

/**
 * The number of the build that made an image, fixed at build, and its tag in every environment.
 *
 * @param value a legal tag that is not {@linkplain Tag#isReserved reserved}
 */
public record BuildId(String value) {
    private static final Pattern OF_CONTENT = Pattern.compile("content-[0-9a-f]{12}");

    /** @throws IllegalArgumentException if the value cannot be a tag */
    public BuildId {
        if (!Tag.isTag(value)) {
            throw new IllegalArgumentException("not a legal BuildId: " + Text.quote(value)
                    + " (it becomes a tag: 1 to 128 of [a-zA-Z0-9_.-], not starting with . or -)");
        }
        if (Tag.of(value).isReserved()) {
            throw new IllegalArgumentException(
                    "not a legal BuildId: " + Text.quote(value) + " (that tag is kept for something else than images)");
        }
    }

    /**
     * @param value a legal tag
     * @return the BuildId
     * @throws IllegalArgumentException if the value cannot be a tag
     */
    public static BuildId of(String value) {
        return new BuildId(value);
    }

    /**
     * Derives a BuildId from the content, for a build without a CI server.
     *
     * @param digest digest of the image
     * @return {@code content-<12 hex>}
     */
    public static BuildId ofContent(Digest digest) {
        return new BuildId("content-" + digest.abbreviated());
    }

    /**
     * {@return whether it is derived from the content ({@link #ofContent}), so that builds of the same content have the
     * same one}
     */
    public boolean isOfContent() {
        return OF_CONTENT.matcher(value).matches();
    }

    /** {@return the tag of this build} */
    public Tag tag() {
        return new Tag(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
