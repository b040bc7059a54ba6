package io.github.imagepromotion.decision;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.Sbom;
import io.github.imagepromotion.ledger.Sbom.DependencyChanges;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The differences between an image and the current one of an environment, for display.
 *
 * @param tag the moving tag of the current image; empty if the environment has none
 * @param before the image that it points to; empty if it does not exist
 * @param recorded newest valid record of the current image's promotion to the environment; empty if there is none
 * @param added new layers
 * @param removed removed layers
 * @param kept unchanged layers
 * @param dependencies changes of dependencies
 * @param commits source commits
 * @param members members of the release that it is; empty for a build
 */
public record Comparison(
        Optional<Tag> tag,
        Optional<Digest> before,
        Optional<PromotionRecord> recorded,
        List<Descriptor> added,
        List<Descriptor> removed,
        List<Descriptor> kept,
        Dependencies dependencies,
        Commits commits,
        Optional<BothMembers> members) {

    /** Copies the lists. */
    public Comparison {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }

    /**
     * Changes of dependencies.
     *
     * @param source what they are read from: the SBOMs of both images if both have one, otherwise their provenance
     * @param count number of dependencies of the image
     * @param changes the changes since the current image
     */
    public record Dependencies(String source, int count, DependencyChanges changes) {
        static Dependencies of(ResolvedDependencies now, ResolvedDependencies before) {
            boolean both = now.sbom().isPresent() && before.sbom().isPresent();
            Sbom own = both ? now.sbom().get() : now.libraries();
            Sbom old = both ? before.sbom().get() : before.libraries();
            return new Dependencies(
                    both ? "SBOM" : "provenance", own.components().size(), own.since(old));
        }
    }

    /**
     * Source commits of two images.
     *
     * @param before of the current image, if known
     * @param now of the image, if known
     */
    public record Commits(Optional<String> before, Optional<String> now) {}

    /**
     * Members of two releases.
     *
     * @param before of the current release; none if it is no release
     * @param now of the release
     * @param unread why the current release cannot be read, a clause; empty if it can
     */
    public record BothMembers(List<ReleaseMember> before, List<ReleaseMember> now, Optional<String> unread) {
        /** Copies the lists. */
        public BothMembers {
            before = List.copyOf(before);
            now = List.copyOf(now);
        }

        /** Members of releases that can be read. */
        public BothMembers(List<ReleaseMember> before, List<ReleaseMember> now) {
            this(before, now, Optional.empty());
        }

        /** What others put under a tag keeps nobody from deciding about this release. */
        static BothMembers of(ReleaseLock lock, Optional<Manifest> there, Repository repository) throws IOException {
            try {
                Optional<ReleaseArtifact> before = there.isPresent()
                        ? ReleaseArtifact.read(Image.of(there.get().descriptor(), List.of(there.get())), repository)
                        : Optional.empty();
                return new BothMembers(
                        before.map(release -> release.lock().members()).orElse(List.of()), lock.members());
            } catch (DamagedContentException e) {
                return new BothMembers(
                        List.of(),
                        lock.members(),
                        Optional.of(Text.printable(e.said().text())));
            } catch (NoSuchFileException e) {
                return new BothMembers(List.of(), lock.members(), Optional.of("its lock is not there"));
            }
        }
    }

    /**
     * Of several registries the first is compared, since all have the same image.
     *
     * @param candidate the image
     * @param environment the environment
     * @param repository repository of the image in the environment's first registry
     * @param trusted keys of the environment, whose signatures count
     * @param parallelism number of documents that are read in parallel
     * @return the differences from the image that the environment's first moving tag points to
     */
    public static Comparison of(
            Candidate candidate,
            Environment environment,
            Repository repository,
            List<VerificationKey> trusted,
            int parallelism)
            throws IOException {
        Optional<Tag> tag = environment.movingTags().stream().findFirst();
        Optional<Manifest> there = tag.isPresent() ? repository.manifest(tag.get()) : Optional.empty();
        Map<Digest, Descriptor> old = new LinkedHashMap<>();
        ResolvedDependencies before = ResolvedDependencies.NONE;
        Optional<PromotionRecord> recorded = Optional.empty();
        if (there.isPresent()) {
            Digest current = there.get().descriptor().digest();
            old.putAll(layers(manifests(there.get(), repository)));
            Attached attached = Attached.to(current, repository, parallelism);
            before = ResolvedDependencies.of(attached.documents(), current);
            Destination here =
                    new Destination(environment.id(), environment.registries().get(0), repository.name());
            recorded = new History(current, here, attached.judge(trusted), !trusted.isEmpty())
                    .newest()
                    .map(Recorded::record);
        }
        Map<Digest, Descriptor> own = layers(candidate.archive().image().imageManifests());
        ResolvedDependencies now = ResolvedDependencies.of(candidate.archive().documents(), candidate.digest());
        return new Comparison(
                tag,
                there.map(manifest -> manifest.descriptor().digest()),
                recorded,
                without(own, old),
                without(old, own),
                own.values().stream()
                        .filter(layer -> old.containsKey(layer.digest()))
                        .toList(),
                Dependencies.of(now, before),
                new Commits(before.commit(), now.commit()),
                candidate.lock().isPresent()
                        ? Optional.of(BothMembers.of(candidate.lock().get(), there, repository))
                        : Optional.empty());
    }

    private static List<ImageManifest> manifests(Manifest top, Repository repository) throws IOException {
        if (top instanceof ImageManifest single) {
            return List.of(single);
        }
        List<ImageManifest> manifests = new ArrayList<>();
        for (Descriptor child : top.manifests()) {
            if (!ImageManifest.isAttestation(child)
                    && repository.manifest(child.digest()).orElse(null) instanceof ImageManifest image) {
                manifests.add(image);
            }
        }
        return manifests;
    }

    private static Map<Digest, Descriptor> layers(List<ImageManifest> manifests) {
        Map<Digest, Descriptor> layers = new LinkedHashMap<>();
        ImageManifest.contents(manifests)
                .forEach(manifest -> manifest.layers().forEach(layer -> layers.putIfAbsent(layer.digest(), layer)));
        return layers;
    }

    private static List<Descriptor> without(Map<Digest, Descriptor> some, Map<Digest, Descriptor> others) {
        return some.values().stream()
                .filter(layer -> !others.containsKey(layer.digest()))
                .toList();
    }
}
