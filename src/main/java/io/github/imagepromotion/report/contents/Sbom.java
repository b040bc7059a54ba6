package io.github.imagepromotion.report.contents;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The components of an SBOM.
 *
 * @param components versions by name, {@code group:name} if there is a group; several versions of one name are joined
 */
public record Sbom(SortedMap<String, String> components) {

    /** Copies the components. */
    public Sbom {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    /** {@return the changes since another SBOM} */
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
     * Changes of dependencies from one build to another.
     *
     * @param changed dependencies with another version, by name
     * @param added versions of new dependencies, by name
     * @param removed versions of removed dependencies, by name
     */
    public record DependencyChanges(
            SortedMap<String, VersionChange> changed,
            SortedMap<String, String> added,
            SortedMap<String, String> removed) {

        /**
         * A change of version.
         *
         * @param before old version
         * @param now new version
         */
        public record VersionChange(String before, String now) {}

        /** {@return number of changed, added and removed dependencies} */
        public int count() {
            return changed.size() + added.size() + removed.size();
        }
    }
}
