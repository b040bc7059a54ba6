package io.github.imagepromotion.artifact;

import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.ArtifactRepository;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.VersionRequest;
import org.eclipse.aether.resolution.VersionResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.MetadataNotFoundException;
import org.eclipse.aether.transfer.MetadataTransferException;

/**
 * Finds build artifacts in the Maven repositories. What counts is what was deployed: the workspace (a reactor, an
 * earlier local build that Maven 4 remembers) is not asked, and a file that was only installed locally is refused unless
 * it is allowed.
 */
public final class RepositoryArtifacts {
    private static final String CLASSIFIER = "image";

    private final RepositorySystem system;
    private final RepositorySystemSession session;
    private final List<RemoteRepository> repositories;
    private final boolean allowLocal;

    /**
     * @param system Maven's resolver
     * @param session of the running Maven; it is not changed
     * @param repositories to look in, with their mirrors, proxies and credentials applied
     * @param allowLocal whether a file that was only installed locally will do
     */
    public RepositoryArtifacts(
            RepositorySystem system,
            RepositorySystemSession session,
            List<RemoteRepository> repositories,
            boolean allowLocal) {
        this.system = system;
        this.session = session;
        this.repositories = List.copyOf(repositories);
        this.allowLocal = allowLocal;
    }

    /**
     * @param coordinates of the project that built the image; a snapshot is its newest timestamped version
     * @return archive and build record of the same version
     * @throws ImageException if there is none, or it was only installed locally
     */
    public FoundArtifact find(Coordinates coordinates) {
        ArtifactResult archive = resolve(coordinates, "tar");
        Coordinates exact = new Coordinates(
                coordinates.groupId(),
                coordinates.artifactId(),
                archive.getArtifact().getVersion());
        ArtifactResult record = resolve(exact, "json");
        return new FoundArtifact(file(archive), Optional.of(file(record)), origin(archive), Requested.of(exact));
    }

    private ArtifactResult resolve(Coordinates coordinates, String type) {
        Artifact artifact = new DefaultArtifact(
                coordinates.groupId(), coordinates.artifactId(), CLASSIFIER, type, coordinates.version());
        DefaultRepositorySystemSession ours = withoutWorkspace();
        refuseSilence(ours, artifact);
        try {
            ArtifactResult found = system.resolveArtifact(ours, new ArtifactRequest(artifact, repositories, null));
            return allowLocal || !isInstalled(found) ? found : deployed(ours, artifact);
        } catch (ArtifactResolutionException e) {
            throw missing(artifact, e.getResult().getExceptions(), e);
        }
    }

    private DefaultRepositorySystemSession withoutWorkspace() {
        DefaultRepositorySystemSession ours = new DefaultRepositorySystemSession(session);
        ours.setWorkspaceReader(null);
        ours.setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS);
        return ours;
    }

    /**
     * Which snapshot is the newest is known when every repository has said what it has; where one does not answer, Maven
     * takes one that it downloaded before.
     */
    private void refuseSilence(RepositorySystemSession ours, Artifact artifact) {
        if (session.isOffline()) {
            return;
        }
        try {
            VersionRequest request = new VersionRequest(artifact, repositories, null);
            for (Exception failure : system.resolveVersion(ours, request).getExceptions()) {
                if (failure instanceof MetadataTransferException && !(failure instanceof MetadataNotFoundException)) {
                    throw new ImageException(
                            "Cannot tell which '" + artifact + "' is the newest: " + reason(failure)
                                    + ". Make that repository accessible, or name the exact version (<artifact>,"
                                    + " -Dimage.artifact).",
                            failure);
                }
            }
        } catch (VersionResolutionException e) {
            throw missing(artifact, List.of(), e);
        }
    }

    private static boolean isInstalled(ArtifactResult result) {
        return !(result.getRepository() instanceof RemoteRepository);
    }

    /** An installed file hides the deployed one of the same version; a local repository of our own does not have it. */
    private ArtifactResult deployed(DefaultRepositorySystemSession ours, Artifact artifact) {
        File own = new File(session.getLocalRepository().getBasedir(), ".cache/image-promotion");
        ours.setLocalRepositoryManager(system.newLocalRepositoryManager(ours, new LocalRepository(own)));
        try {
            return system.resolveArtifact(ours, new ArtifactRequest(artifact, repositories, null));
        } catch (ArtifactResolutionException e) {
            throw new ImageException(
                    "Refused '" + artifact + "': it was only installed locally, and is in none of the repositories "
                            + tried() + ", so nobody knows that it is what the build made. Deploy it (mvn deploy), or"
                            + " allow local files (<allowLocal>, -Dimage.allowLocal).",
                    e);
        }
    }

    /** A repository that failed may have it; where all answered, none has. */
    private ImageException missing(Artifact artifact, List<Exception> failures, Exception cause) {
        for (Exception failure : failures) {
            boolean absent = failure instanceof ArtifactNotFoundException;
            if (!absent && failure instanceof ArtifactTransferException && !session.isOffline()) {
                return new ImageException(
                        "Cannot get '" + artifact + "': " + reason(failure)
                                + ". Make that repository accessible, name another one"
                                + " (-Dimage.remoteRepositories=id::url), or the archive itself (<file>, -Dimage.file).",
                        failure);
            }
        }
        String offline =
                session.isOffline() ? " Maven is offline (-o), so only what was downloaded before is found." : "";
        return new ImageException(
                "There is no artifact '" + artifact + "' in the repositories " + tried() + "." + offline
                        + " Deploy it (mvn deploy), add the repository that holds it (<repositories> in the POM or"
                        + " settings.xml, -Dimage.remoteRepositories=id::url), or name the archive itself (<file>,"
                        + " -Dimage.file).",
                cause);
    }

    private String tried() {
        return repositories.stream()
                .map(repository -> "'" + repository.getId() + "' (" + withoutUser(repository.getUrl()) + ")")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String reason(Exception failure) {
        return withoutUser(String.valueOf(failure.getMessage()));
    }

    private static Path file(ArtifactResult result) {
        return result.getArtifact().getFile().toPath();
    }

    private static String origin(ArtifactResult result) {
        ArtifactRepository repository = result.getRepository();
        String where = repository instanceof RemoteRepository remote
                ? "repository '" + remote.getId() + "' (" + withoutUser(remote.getUrl()) + ")"
                : "the local repository";
        return result.getArtifact() + " from " + where;
    }

    private static String withoutUser(String url) {
        return Text.printable(Text.withoutUser(url));
    }
}
