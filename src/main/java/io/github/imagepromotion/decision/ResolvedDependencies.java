package io.github.imagepromotion.decision;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.ledger.Provenance.Resource;
import io.github.imagepromotion.signing.InTotoStatement;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The dependencies in an image's provenance, for display; unverified.
 *
 * @param libraries versions by {@code groupId:artifactId}
 * @param commit source commit
 */
public record ResolvedDependencies(SortedMap<String, String> libraries, Optional<String> commit) {
    /** Nothing is known. */
    static final ResolvedDependencies NONE = new ResolvedDependencies(new TreeMap<>(), Optional.empty());

    private static final String LIBRARY = "pkg:maven/";

    /** {@return the dependencies in the first readable provenance of this plugin} */
    static ResolvedDependencies of(List<Document> documents, Digest image) throws IOException {
        for (Document document : documents) {
            if (document.subject().equals(image)) {
                for (Finding finding : Finding.of(document, List.of())) {
                    Optional<ResolvedDependencies> found = of(finding);
                    if (found.isPresent()) {
                        return found.get();
                    }
                }
            }
        }
        return NONE;
    }

    private static Optional<ResolvedDependencies> of(Finding finding) {
        try {
            return finding.statement()
                    .filter(statement -> finding.standing() != Standing.FORGED)
                    .filter(statement -> statement.predicateType().equals(Provenance.PREDICATE_TYPE))
                    .map(InTotoStatement::predicate)
                    .filter(Provenance::isOfThisPlugin)
                    .map(Provenance::dependencies)
                    .map(ResolvedDependencies::of);
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    private static ResolvedDependencies of(List<Resource> resources) {
        SortedMap<String, String> libraries = new TreeMap<>();
        for (Resource resource : resources) {
            int version = resource.name().lastIndexOf(':');
            if (resource.uri().startsWith(LIBRARY) && version > 0) {
                libraries.put(
                        resource.name().substring(0, version), resource.name().substring(version + 1));
            }
        }
        Optional<String> commit = resources.stream()
                .flatMap(resource -> Optional.ofNullable(resource.digest().get("gitCommit")).stream())
                .findFirst();
        return new ResolvedDependencies(libraries, commit);
    }
}
