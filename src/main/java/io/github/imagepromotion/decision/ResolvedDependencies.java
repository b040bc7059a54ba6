package io.github.imagepromotion.decision;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.ledger.Provenance.Resource;
import io.github.imagepromotion.ledger.Sbom;
import io.github.imagepromotion.signing.InTotoStatement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The dependencies in an image's documents, for display; unverified.
 *
 * @param sbom its SBOM; empty if it has none that can be read
 * @param libraries Maven artifacts in its provenance, by {@code groupId:artifactId}
 * @param commit source commit in its provenance
 */
record ResolvedDependencies(Optional<Sbom> sbom, Sbom libraries, Optional<String> commit) {
    /** Nothing is known. */
    static final ResolvedDependencies NONE =
            new ResolvedDependencies(Optional.empty(), new Sbom(new TreeMap<>()), Optional.empty());

    private static final String LIBRARY = "pkg:maven/";

    /** {@return the dependencies in the first readable SBOM, and in the first readable provenance of this plugin} */
    static ResolvedDependencies of(List<Document> documents, Digest image) throws IOException {
        Map<Digest, Document> about = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Document document : documents) {
            if (document.subject().equals(image)) {
                about.put(document.digest(), document);
                findings.addAll(Finding.of(document, List.of()));
            }
        }
        Optional<Sbom> sbom =
                Sbom.of(findings, finding -> file(finding, Optional.ofNullable(about.get(finding.document()))));
        List<Resource> resources = findings.stream()
                .flatMap(finding -> resources(finding).stream())
                .findFirst()
                .orElse(List.of());
        return new ResolvedDependencies(sbom, libraries(resources), commit(resources));
    }

    private static Optional<byte[]> file(Finding finding, Optional<Document> document) throws IOException {
        Optional<Descriptor> file = document.stream()
                .flatMap(each -> each.manifest().blobs().stream())
                .filter(blob -> blob.digest().equals(finding.content()))
                .findFirst();
        return file.isPresent() && document.isPresent()
                ? Optional.of(document.get().blobs().read(file.get(), Sbom.LARGEST))
                : Optional.empty();
    }

    private static Optional<List<Resource>> resources(Finding finding) {
        try {
            return finding.statement()
                    .filter(statement -> finding.standing() != Standing.FORGED)
                    .filter(statement -> statement.predicateType().equals(Provenance.PREDICATE_TYPE))
                    .map(InTotoStatement::predicate)
                    .filter(Provenance::isOfThisPlugin)
                    .map(Provenance::dependencies);
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    private static Sbom libraries(List<Resource> resources) {
        SortedMap<String, String> libraries = new TreeMap<>();
        for (Resource resource : resources) {
            int version = resource.name().lastIndexOf(':');
            if (resource.uri().startsWith(LIBRARY) && version > 0) {
                libraries.put(
                        resource.name().substring(0, version), resource.name().substring(version + 1));
            }
        }
        return new Sbom(libraries);
    }

    private static Optional<String> commit(List<Resource> resources) {
        return resources.stream()
                .flatMap(resource -> Optional.ofNullable(resource.digest().get("gitCommit")).stream())
                .findFirst();
    }
}
