package io.github.imagepromotion.report.contents;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Sbom;
import io.github.imagepromotion.ledger.Sbom.DependencyChanges;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Inspection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the contents of images, once for each digest, and their documents, once for each registry. Of SBOMs the list of
 * components is kept, of other documents only the result of verification.
 */
public final class ImageInspector implements Inspection {
    private final Wording wording;
    private final Map<Digest, ImageContents> contents = new ConcurrentHashMap<>();
    private final Map<Digest, ReleaseLock> locks = new ConcurrentHashMap<>();
    private final Map<Digest, Sbom> sboms = new ConcurrentHashMap<>();
    private final Map<Where, Proof> proofs = new ConcurrentHashMap<>();

    /** @param wording turns messages into text */
    public ImageInspector(Wording wording) {
        this.wording = wording;
    }

    /** {@return turns messages into text} */
    public Wording wording() {
        return wording;
    }

    private record Where(String environment, String registry, RepositoryName repository, Digest image) {}

    @Override
    public void look(Sighting sighting) throws IOException {
        if (!locks.containsKey(sighting.image())) {
            lock(sighting.image(), sighting.repository()).ifPresent(read -> locks.put(sighting.image(), read));
        }
        proofs.put(where(sighting), new ProofReader(sighting, lock(sighting.image())).read());
        if (!contents.containsKey(sighting.image())) {
            new ContentsReader(sighting.repository())
                    .read(sighting.image())
                    .ifPresent(read -> contents.put(sighting.image(), read));
        }
        if (!sboms.containsKey(sighting.image())) {
            Sbom.of(sighting.judged().findings(), finding -> file(finding, sighting.repository()))
                    .ifPresent(read -> sboms.put(sighting.image(), read));
        }
    }

    private static Optional<ReleaseLock> lock(Digest image, Repository repository) throws IOException {
        return repository.manifest(image).orElse(null) instanceof ImageManifest manifest
                ? ReleaseArtifact.read(Image.of(manifest.descriptor(), List.of(manifest)), repository)
                        .map(ReleaseArtifact::lock)
                : Optional.empty();
    }

    private static Where where(Sighting sighting) {
        return new Where(
                sighting.environment().id(),
                sighting.registry(),
                sighting.repository().name(),
                sighting.image());
    }

    private static Optional<byte[]> file(Finding finding, Repository repository) throws IOException {
        Optional<Descriptor> file = repository.manifest(finding.document()).stream()
                .map(Manifest::blobs)
                .flatMap(List::stream)
                .filter(blob -> blob.digest().equals(finding.content()))
                .findFirst();
        return file.isPresent() ? Optional.of(repository.read(file.get(), Sbom.LARGEST)) : Optional.empty();
    }

    /**
     * @param image digest of a top manifest
     * @return its contents; empty if they could not be read
     */
    public Optional<ImageContents> contents(Digest image) {
        return Optional.ofNullable(contents.get(image));
    }

    /**
     * @param image digest of a top manifest
     * @return the lock, if it is a release
     */
    public Optional<ReleaseLock> lock(Digest image) {
        return Optional.ofNullable(locks.get(image));
    }

    /**
     * @param holding a registry of an environment
     * @param image digest of an image there
     * @return the image's documents there, and what they prove
     */
    public Proof proof(Holding holding, Digest image) {
        return proofs.getOrDefault(
                new Where(holding.environment(), holding.registry(), holding.repository(), image), Proof.NONE);
    }

    /**
     * @param image digest of a top manifest
     * @param before digest of another top manifest
     * @return changes of dependencies; empty if either has no readable SBOM
     */
    public Optional<DependencyChanges> dependencyChanges(Digest image, Digest before) {
        return Optional.ofNullable(sboms.get(image))
                .flatMap(now -> Optional.ofNullable(sboms.get(before)).map(now::since));
    }

    /**
     * @param image digest of a top manifest
     * @return number of components in its SBOM; empty if it has no readable one
     */
    public Optional<Integer> components(Digest image) {
        return Optional.ofNullable(sboms.get(image))
                .map(sbom -> sbom.components().size());
    }
}
