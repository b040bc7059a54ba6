package io.github.imagepromotion.image;

import java.util.regex.Pattern;

/**
 * The name of a repository within a registry (distribution-spec 1.1, "Pulling manifests").
 *
 * @param value lower-case path components separated by {@code /}, at most 255 characters
 */
public record RepositoryName(String value) {
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern FORM = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");

    /** @throws IllegalArgumentException if the value is not a repository name */
    public RepositoryName {
        if (value.length() > 255 || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a repository name: " + Text.quote(value)
                    + " (lower-case letters, digits and . _ - between them, components separated by /)");
        }
    }

    /**
     * @param value any text
     * @return the repository name
     * @throws IllegalArgumentException if the value is not a repository name
     */
    public static RepositoryName of(String value) {
        return new RepositoryName(value);
    }

    /**
     * @param prefix prefix, such as that of a registry address
     * @return {@code prefix/this}
     */
    public RepositoryName under(RepositoryName prefix) {
        return new RepositoryName(prefix.value + "/" + value);
    }

    @Override
    public String toString() {
        return value;
    }
}
