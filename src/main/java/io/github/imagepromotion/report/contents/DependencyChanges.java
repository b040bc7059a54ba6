package io.github.imagepromotion.report.contents;

import java.util.SortedMap;

/**
 * How the dependencies of a build changed.
 *
 * @param changed those with another version, by name
 * @param added versions of new ones, by name
 * @param removed versions of those that are gone, by name
 */
public record DependencyChanges(
        SortedMap<String, VersionChange> changed, SortedMap<String, String> added, SortedMap<String, String> removed) {

    /**
     * A change of version.
     *
     * @param before the old one
     * @param now the new one
     */
    public record VersionChange(String before, String now) {}

    /** {@return how many dependencies changed in any way} */
    public int count() {
        return changed.size() + added.size() + removed.size();
    }
}
