package io.github.imagepromotion.report.contents;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bill of materials lists.
 *
 * @param components versions by name, {@code group:name} where there is a group; where a name is listed with several
 *     versions, all of them
 */
public record Sbom(SortedMap<String, String> components) {

    /** Copies the components. */
    public Sbom {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    /** {@return how the components changed since another one} */
    DependencyChanges since(Sbom before) {
        SortedMap<String, String> added = new TreeMap<>(components);
        added.keySet().removeAll(before.components().keySet());
        SortedMap<String, String> removed = new TreeMap<>(before.components());
        removed.keySet().removeAll(components.keySet());
        SortedMap<String, DependencyChanges.VersionChange> changed = new TreeMap<>();
        for (Map.Entry<String, String> component : components.entrySet()) {
            String old = before.components().get(component.getKey());
            if (old != null && !old.equals(component.getValue())) {
                changed.put(component.getKey(), new DependencyChanges.VersionChange(old, component.getValue()));
            }
        }
        return new DependencyChanges(changed, added, removed);
    }

    /**
     * How the dependencies of a build changed.
     *
     * @param changed those with another version, by name
     * @param added versions of new ones, by name
     * @param removed versions of those that are gone, by name
     */
    public record DependencyChanges(
            SortedMap<String, VersionChange> changed,
            SortedMap<String, String> added,
            SortedMap<String, String> removed) {

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
}
