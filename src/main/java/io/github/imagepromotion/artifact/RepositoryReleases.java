package io.github.imagepromotion.artifact;

import io.github.imagepromotion.artifact.FoundArtifact.ArtifactReason;
import io.github.imagepromotion.disk.TemporaryDirectory;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/**
 * Finds locks of releases, by the rules of {@link RepositoryArtifacts}. They are small, so they are always downloaded.
 */
final class RepositoryReleases {
    private final RepositoryArtifacts artifacts;

    RepositoryReleases(RepositoryArtifacts artifacts) {
        this.artifacts = artifacts;
    }

    Optional<FoundRelease> find(Coordinates coordinates) throws IOException {
        if (artifacts.session.isOffline()) {
            return downloadedBefore(coordinates);
        }
        Path incoming = artifacts.downloads.incoming();
        try {
            RepositorySystemSession ours = artifacts.fresh(incoming);
            Coordinates exact = artifacts.newest(ours, coordinates);
            ArtifactResult lock = artifacts.system.resolveArtifact(
                    ours, new ArtifactRequest(artifact(exact), artifacts.repositories, null));
            RemoteRepository from = (RemoteRepository) lock.getRepository();
            artifacts.tellSilence(lock.getExceptions(), lock.getArtifact());
            artifacts.downloads.keep(from.getUrl(), exact, RepositoryArtifacts.file(lock));
            return Optional.of(release(from, exact, ""));
        } catch (ArtifactResolutionException e) {
            return installed(coordinates, e.getResult().getExceptions(), e);
        } finally {
            TemporaryDirectory.delete(incoming);
        }
    }

    /** {@return why there is neither a build nor a release; if a repository failed, that is all that is known} */
    ImageException neither(Coordinates coordinates, ImageException noBuild) {
        return noBuild.isBecause(Set.of(ArtifactReason.NOT_DEPLOYED))
                ? RepositoryErrors.absent(
                        Message.of(noBuild.said().text() + " Nor is there a release '" + artifact(coordinates) + "'.")
                                .because(ArtifactReason.NOT_DEPLOYED),
                        noBuild)
                : noBuild;
    }

    private Optional<FoundRelease> downloadedBefore(Coordinates coordinates) throws IOException {
        for (RemoteRepository repository : artifacts.repositories) {
            Optional<Coordinates> exact = artifacts.downloads.newestRelease(repository.getUrl(), coordinates);
            if (exact.isPresent()) {
                return Optional.of(release(repository, exact.get(), ", downloaded before"));
            }
        }
        return installed(coordinates, List.of(), new ImageException("Maven is offline"));
    }

    private FoundRelease release(RemoteRepository from, Coordinates exact, String how) throws IOException {
        return FoundRelease.read(
                artifacts.downloads.lock(from.getUrl(), exact),
                artifact(exact) + " from " + RepositoryErrors.describe(from) + how,
                Requested.of(exact));
    }

    private Optional<FoundRelease> installed(Coordinates coordinates, List<Exception> failures, Exception cause)
            throws IOException {
        Artifact artifact = artifact(coordinates);
        Optional<Path> lock = artifacts.local(artifact, List.of());
        if (lock.isPresent() && !artifacts.allowLocal) {
            throw failures.stream().anyMatch(RepositoryErrors::isTransferFailure)
                    ? artifacts.errors.missing(artifact, failures, cause)
                    : artifacts.errors.installedOnly(artifact, cause);
        }
        return lock.isEmpty()
                ? Optional.empty()
                : Optional.of(FoundRelease.read(
                        lock.get(), artifact + " from the local repository", Requested.of(coordinates)));
    }

    private static Artifact artifact(Coordinates coordinates) {
        return new DefaultArtifact(
                coordinates.groupId(), coordinates.artifactId(), "release", "json", coordinates.version());
    }
}
