package io.github.imagepromotion.artifact;

import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.artifact.FoundArtifact.ArtifactReason;
import io.github.imagepromotion.disk.TemporaryDirectory;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.LocalArtifactRequest;
import org.eclipse.aether.repository.LocalArtifactResult;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.VersionRequest;
import org.eclipse.aether.resolution.VersionResolutionException;
import org.eclipse.aether.resolution.VersionResult;
import org.eclipse.aether.transfer.MetadataNotFoundException;
import org.eclipse.aether.transfer.MetadataTransferException;

/**
 * Finds build artifacts in Maven repositories. Only their current content counts: the workspace reader is not used,
 * locally installed artifacts are refused unless allowed, and cached downloads are compared with the repository's
 * checksum files each time, since Maven never checks a downloaded release again.
 */
public final class RepositoryArtifacts {
    private static final String IMAGE = "image";
    private static final String ARCHIVE = "tar";
    private static final String RECORD = "json";

    final RepositorySystem system;
    final RepositorySystemSession session;
    final List<RemoteRepository> repositories;
    final boolean allowLocal;
    private final Consumer<String> told;
    private final String classifier;
    final Downloads downloads;
    final RepositoryErrors errors;

    /**
     * @param system Maven's resolver
     * @param session the Maven session, which is not changed
     * @param repositories repositories, with mirrors, proxies and credentials applied
     * @param allowLocal whether an artifact that was only installed locally is allowed, if no repository has one
     * @param told receives remarks for the user about what was found, sentences
     */
    public RepositoryArtifacts(
            RepositorySystem system,
            RepositorySystemSession session,
            List<RemoteRepository> repositories,
            boolean allowLocal,
            Consumer<String> told) {
        this(system, session, repositories, allowLocal, told, IMAGE);
    }

    private RepositoryArtifacts(
            RepositorySystem system,
            RepositorySystemSession session,
            List<RemoteRepository> repositories,
            boolean allowLocal,
            Consumer<String> told,
            String classifier) {
        this.system = system;
        this.session = session;
        this.repositories = List.copyOf(repositories);
        this.allowLocal = allowLocal;
        this.told = told;
        this.classifier = classifier;
        this.downloads = new Downloads(
                session.getLocalRepository().getBasedir().toPath().resolve(".cache/image-promotion"), classifier);
        this.errors = new RepositoryErrors(repositories, session.isOffline());
    }

    /**
     * @param member a member of a release
     * @return finds builds where this member lies: under the classifier of images, or its own in the release's project
     */
    public RepositoryArtifacts of(ReleaseMember member) {
        return new RepositoryArtifacts(
                system,
                session,
                repositories,
                allowLocal,
                told,
                member.classifier().orElse(IMAGE));
    }

    /**
     * @param coordinates coordinates of the project; for a snapshot, its newest timestamped version is used
     * @return archive and build record of the same version, from the same repository
     * @throws ImageException if there is none, or it was only installed locally
     * @throws IOException if a download cannot be stored or read
     */
    public FoundArtifact find(Coordinates coordinates) throws IOException {
        if (session.isOffline()) {
            return downloadedBefore(coordinates);
        }
        Path incoming = downloads.incoming();
        try {
            return deployed(fresh(incoming), coordinates);
        } finally {
            TemporaryDirectory.delete(incoming);
        }
    }

    /**
     * @param coordinates coordinates of a release's project; for a snapshot, its newest timestamped version is used
     * @param noBuild why there is no build under these coordinates
     * @return its lock in a repository
     * @throws ImageException if there is none, or it was only installed locally, or is malformed
     * @throws IOException if a download cannot be stored or read
     */
    public FoundRelease findRelease(Coordinates coordinates, ImageException noBuild) throws IOException {
        if (!noBuild.isBecause(Set.of(ArtifactReason.NOT_DEPLOYED, ArtifactReason.REPOSITORY_FAILED))) {
            throw noBuild;
        }
        RepositoryReleases releases = new RepositoryReleases(this);
        return releases.find(coordinates).orElseThrow(() -> releases.neither(coordinates, noBuild));
    }

    /** {@return a session with a local repository of its own, without earlier downloads} */
    DefaultRepositorySystemSession fresh(Path directory) {
        DefaultRepositorySystemSession ours = new DefaultRepositorySystemSession(session);
        ours.setWorkspaceReader(null);
        ours.setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS);
        ours.setLocalRepositoryManager(system.newLocalRepositoryManager(ours, new LocalRepository(directory.toFile())));
        return ours;
    }

    private FoundArtifact deployed(RepositorySystemSession ours, Coordinates coordinates) throws IOException {
        Coordinates exact = newest(ours, coordinates);
        boolean known = repositories.stream().anyMatch(repository -> downloads.holds(repository.getUrl(), exact));
        Optional<RemoteChecksums> checksums = known
                ? RemoteChecksums.of(system, ours, repositories, artifact(exact, ARCHIVE), artifact(exact, RECORD))
                : Optional.empty();
        if (checksums.isPresent()) {
            Optional<RemoteRepository> unchanged = checksums
                    .get()
                    .holder(from ->
                            List.of(downloads.archive(from.getUrl(), exact), downloads.record(from.getUrl(), exact)));
            if (unchanged.isPresent()) {
                tellSilence(checksums.get().failures(), artifact(exact, ARCHIVE));
                return found(unchanged.get(), exact);
            }
        }
        ArtifactResult archive;
        try {
            archive = system.resolveArtifact(ours, new ArtifactRequest(artifact(exact, ARCHIVE), repositories, null));
        } catch (ArtifactResolutionException e) {
            return installed(coordinates, e.getResult().getExceptions(), e);
        }
        RemoteRepository from = (RemoteRepository) archive.getRepository();
        ArtifactResult record = record(ours, exact, from);
        tellSilence(archive.getExceptions(), archive.getArtifact());
        tellChange(from, exact, archive, record, checksums.isPresent());
        downloads.keep(from.getUrl(), exact, file(archive), file(record));
        return found(from, exact);
    }

    private ArtifactResult record(RepositorySystemSession ours, Coordinates exact, RemoteRepository from) {
        Artifact artifact = artifact(exact, RECORD);
        try {
            return system.resolveArtifact(ours, new ArtifactRequest(artifact, List.of(from), null));
        } catch (ArtifactResolutionException e) {
            throw errors.missing(artifact, e.getResult().getExceptions(), e);
        }
    }

    /**
     * The newest snapshot is only known if all repositories respond; otherwise Maven would use one that it downloaded
     * before.
     */
    Coordinates newest(RepositorySystemSession ours, Coordinates coordinates) {
        Artifact artifact = artifact(coordinates, RECORD);
        try {
            VersionResult version = system.resolveVersion(ours, new VersionRequest(artifact, repositories, null));
            for (Exception failure : version.getExceptions()) {
                if (failure instanceof MetadataTransferException && !(failure instanceof MetadataNotFoundException)) {
                    throw errors.newestUnknown(artifact(coordinates, ARCHIVE), failure);
                }
            }
            return new Coordinates(coordinates.groupId(), coordinates.artifactId(), version.getVersion());
        } catch (VersionResolutionException e) {
            throw errors.missing(artifact(coordinates, ARCHIVE), List.of(), e);
        }
    }

    /** The current content is used in any case. */
    private void tellChange(
            RemoteRepository from, Coordinates exact, ArtifactResult archive, ArtifactResult record, boolean stated)
            throws IOException {
        String url = from.getUrl();
        if (!downloads.holds(url, exact)) {
            return;
        }
        boolean same = Files.mismatch(file(archive), downloads.archive(url, exact)) < 0
                && Files.mismatch(file(record), downloads.record(url, exact)) < 0;
        if (!same) {
            told.accept("'" + archive.getArtifact() + "' was deployed again: " + RepositoryErrors.describe(from)
                    + " has other bytes than were downloaded from it before, and these are used.");
        } else if (!stated) {
            told.accept("'" + archive.getArtifact() + "' was downloaded again: " + RepositoryErrors.describe(from)
                    + " has no checksum files of it (" + String.join(", ", RemoteChecksums.ENDINGS)
                    + ") that tell its current content.");
        }
    }

    private FoundArtifact found(RemoteRepository from, Coordinates exact) {
        return new FoundArtifact(
                downloads.archive(from.getUrl(), exact),
                Optional.of(downloads.record(from.getUrl(), exact)),
                artifact(exact, ARCHIVE) + " from " + RepositoryErrors.describe(from),
                Requested.of(exact));
    }

    /** Maven continues with the next repository if one fails. */
    void tellSilence(List<Exception> failures, Artifact taken) {
        failures.stream()
                .filter(RepositoryErrors::isTransferFailure)
                .forEach(failure -> told.accept(RepositoryErrors.reason(failure)
                        + ". So its current content is unknown; '" + taken + "' is taken from elsewhere."));
    }

    /** Offline: the artifact as downloaded last, by this plugin or by Maven. */
    private FoundArtifact downloadedBefore(Coordinates coordinates) throws IOException {
        for (RemoteRepository repository : repositories) {
            Optional<Coordinates> exact = downloads.newest(repository.getUrl(), coordinates);
            if (exact.isPresent()) {
                FoundArtifact found = found(repository, exact.get());
                return offline(found.archive(), found.record(), exact.get());
            }
        }
        Optional<Path> archive = local(artifact(coordinates, ARCHIVE), repositories);
        Optional<Path> installed = local(artifact(coordinates, ARCHIVE), List.of());
        if (archive.isPresent() && installed.isEmpty()) {
            return offline(archive.get(), local(artifact(coordinates, RECORD), repositories), coordinates);
        }
        return installed(coordinates, List.of(), new ImageException("Maven is offline"));
    }

    private FoundArtifact offline(Path archive, Optional<Path> record, Coordinates exact) {
        Artifact artifact = artifact(exact, ARCHIVE);
        told.accept("Maven is offline (-o): '" + artifact
                + "' is taken as it was downloaded before, and no repository was asked for its current content.");
        return new FoundArtifact(archive, record, artifact + ", downloaded before", Requested.of(exact));
    }

    /** An artifact that no repository has may have been installed locally. */
    private FoundArtifact installed(Coordinates coordinates, List<Exception> failures, Exception cause) {
        Artifact artifact = artifact(coordinates, ARCHIVE);
        Optional<Path> archive = local(artifact, List.of());
        if (archive.isEmpty() || !allowLocal) {
            throw archive.isEmpty() || failures.stream().anyMatch(RepositoryErrors::isTransferFailure)
                    ? errors.missing(artifact, failures, cause)
                    : errors.installedOnly(artifact, cause);
        }
        tellSilence(failures, artifact);
        return new FoundArtifact(
                archive.get(),
                local(artifact(coordinates, RECORD), List.of()),
                artifact + " from the local repository",
                Requested.of(coordinates));
    }

    /** {@return a file of the local repository, downloaded from these repositories, or installed} */
    Optional<Path> local(Artifact artifact, List<RemoteRepository> from) {
        LocalArtifactResult found =
                session.getLocalRepositoryManager().find(session, new LocalArtifactRequest(artifact, from, null));
        return Optional.ofNullable(found.getFile())
                .filter(file -> found.isAvailable())
                .map(File::toPath);
    }

    private Artifact artifact(Coordinates coordinates, String type) {
        return new DefaultArtifact(
                coordinates.groupId(), coordinates.artifactId(), classifier, type, coordinates.version());
    }

    static Path file(ArtifactResult result) {
        return result.getArtifact().getFile().toPath();
    }
}
