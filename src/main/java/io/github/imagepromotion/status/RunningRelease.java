package io.github.imagepromotion.status;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.status.ReleaseStatus.Member;
import io.github.imagepromotion.status.ReleaseStatus.ReleaseName;
import io.github.imagepromotion.status.ReleaseStatus.State;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A release that an environment runs.
 *
 * @param lock its lock, as the registry has it
 * @param digest digest of its artifact
 */
record RunningRelease(ReleaseLock lock, Digest digest) {

    /**
     * @param repository a repository of releases
     * @param reference what runs in the environment
     * @return the release; empty if there is no such manifest
     * @throws ImageException if it is no release, or its lock was changed after it was signed
     */
    static Optional<RunningRelease> read(Repository repository, Reference reference) throws IOException {
        Optional<Manifest> top = repository.manifest(reference);
        if (top.isEmpty()) {
            return Optional.empty();
        }
        Digest digest = top.get().descriptor().digest();
        ReleaseArtifact artifact = (top.get() instanceof ImageManifest manifest
                        ? ReleaseArtifact.read(Image.of(manifest.descriptor(), List.of(manifest)), repository)
                        : Optional.<ReleaseArtifact>empty())
                .orElseThrow(() -> new ImageException("'" + repository.displayName() + "' has " + digest + " under '"
                        + reference + "', which is no release."));
        if (!artifact.lock().isAsSigned()) {
            throw new ImageException("The lock of the release '"
                    + artifact.lock().build() + "' (" + digest + ") was changed after it was signed.");
        }
        return Optional.of(new RunningRelease(artifact.lock(), digest));
    }

    ReleaseName name() {
        return new ReleaseName(lock.coordinates(), lock.buildId(), digest);
    }

    Optional<ReleaseMember> member(RepositoryName image) {
        return lock.members().stream()
                .filter(member -> member.repository().equals(image))
                .findFirst();
    }

    /** @param read what was read of an image in the same registry; empty if it could not be read, or was not */
    List<Member> members(Function<RepositoryName, Optional<Holding>> read) {
        return lock.members().stream()
                .map(member -> member(member, read.apply(member.repository())))
                .toList();
    }

    private static Member member(ReleaseMember member, Optional<Holding> read) {
        Optional<Build> now = read.flatMap(Holding::current);
        boolean same =
                now.filter(build -> build.digest().equals(member.digest())).isPresent();
        State moved = read.filter(Holding::reached).isPresent() ? State.MOVED : State.UNKNOWN;
        return new Member(
                member.name(), member.repository(), member.buildId(), member.digest(), same ? State.SAME : moved, now);
    }
}
