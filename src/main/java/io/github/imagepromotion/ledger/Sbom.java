package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.signing.InTotoStatement;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The components of an SBOM.
 *
 * @param components versions by name, {@code group:name} if there is a group; several versions of one name are joined
 */
public record Sbom(SortedMap<String, String> components) {
    /** Maximum size of the file of an SBOM, in bytes. */
    public static final int LARGEST = 8 * 1024 * 1024;

    /** Copies the components. */
    public Sbom {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    /**
     * @param findings documents about an image
     * @param files reads the content of a document that is a file and no statement; empty if it is not there
     * @return the first SBOM among them that can be read, preferring signed ones
     */
    public static Optional<Sbom> of(List<Finding> findings, IoFunction<Finding, Optional<byte[]>> files)
            throws IOException {
        List<Finding> candidates = findings.stream()
                .filter(finding -> finding.standing() != Standing.FORGED)
                .filter(finding -> SbomFormat.of(finding.type()).isPresent())
                .sorted(Comparator.comparing(Finding::standing))
                .toList();
        for (Finding candidate : candidates) {
            Optional<Sbom> sbom = of(candidate, files);
            if (sbom.isPresent()) {
                return sbom;
            }
        }
        return Optional.empty();
    }

    private static Optional<Sbom> of(Finding finding, IoFunction<Finding, Optional<byte[]>> files) throws IOException {
        SbomFormat format = SbomFormat.of(finding.type()).orElseThrow();
        if (finding.statement().isPresent()) {
            return finding.statement().map(InTotoStatement::predicate).flatMap(format::parse);
        }
        try {
            return files.apply(finding).flatMap(content -> format.parse(Json.object(content, "SBOM")));
        } catch (DamagedContentException e) {
            return Optional.empty();
        }
    }

    /** {@return the changes since another SBOM} */
    public DependencyChanges since(Sbom before) {
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
