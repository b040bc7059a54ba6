package io.github.imagepromotion.image;

import java.util.regex.Pattern;

/**
 * A tag (distribution-spec 1.1, "Pulling manifests").
 *
 * @param name at most 128 of {@code [a-zA-Z0-9_.-]}, not starting with {@code .} or {@code -}
 */
public record Tag(String name) implements Reference {
    private static final Pattern RESERVED =
            Pattern.compile("promotion-lock|sha(256-[0-9a-f]{64}|512-[0-9a-f]{64,128}).*");

    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /** @throws IllegalArgumentException if the name is not a legal tag */
    public Tag {
        if (!isTag(name)) {
            throw new IllegalArgumentException(
                    "not a legal tag: " + Text.quote(name) + " (1 to 128 of [a-zA-Z0-9_.-], not starting with . or -)");
        }
    }

    /**
     * @param name any text
     * @return the tag
     * @throws IllegalArgumentException if the name is not a legal tag
     */
    public static Tag of(String name) {
        return new Tag(name);
    }

    /**
     * @param name any text
     * @return whether it is a legal tag
     */
    public static boolean isTag(String name) {
        return FORM.matcher(name).matches();
    }

    /**
     * {@return whether it is reserved: for the lock of promotions, or for referrers of the manifest whose digest it
     * contains (distribution-spec 1.1, "Referrers Tag Schema")}
     */
    public boolean isReserved() {
        return RESERVED.matcher(name).matches();
    }

    @Override
    public String toString() {
        return name;
    }
}
