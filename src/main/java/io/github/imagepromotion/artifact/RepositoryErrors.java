package io.github.imagepromotion.artifact;

import io.github.imagepromotion.artifact.FoundArtifact.ArtifactReason;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;

/** Errors if Maven repositories do not have an artifact. Only repositories that were asked are named. */
final class RepositoryErrors {
    private final List<RemoteRepository> repositories;
    private final boolean offline;

    RepositoryErrors(List<RemoteRepository> repositories, boolean offline) {
        this.repositories = List.copyOf(repositories);
        this.offline = offline;
    }

    /** {@return whether a repository failed, rather than not having the artifact} */
    static boolean isTransferFailure(Exception failure) {
        return failure instanceof ArtifactTransferException && !(failure instanceof ArtifactNotFoundException);
    }

    static String reason(Exception failure) {
        return Text.printable(Text.withoutUser(String.valueOf(failure.getMessage())));
    }

    static String describe(RemoteRepository repository) {
        return "repository '" + repository.getId() + "' (" + address(repository) + ")";
    }

    private static String address(RemoteRepository repository) {
        return Text.printable(Text.withoutUser(repository.getUrl()));
    }

    /** Maven treats a missing directory as an empty repository. */
    private static String describeTried(RemoteRepository repository) {
        return isMissingDirectory(repository.getUrl())
                ? "repository '" + repository.getId() + "' (" + address(repository) + ", where there is no directory)"
                : describe(repository);
    }

    private static boolean isMissingDirectory(String url) {
        try {
            return url.startsWith("file:") && !Files.isDirectory(Path.of(new URI(url)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }

    ImageException newestUnknown(Artifact artifact, Exception failure) {
        return new ImageException(
                Message.of("Cannot tell which '" + artifact + "' is the newest: " + reason(failure) + ".")
                        .because(ArtifactReason.NEWEST_UNKNOWN),
                failure);
    }

    /** If a repository failed, it might have the artifact; if all responded, none has. */
    ImageException missing(Artifact artifact, List<Exception> failures, Exception cause) {
        Optional<Exception> failed =
                failures.stream().filter(RepositoryErrors::isTransferFailure).findFirst();
        if (failed.isPresent() && !offline) {
            return new ImageException(
                    Message.of("Cannot get '" + artifact + "': " + reason(failed.get()) + ".")
                            .because(ArtifactReason.REPOSITORY_FAILED),
                    failed.get());
        }
        return absent(
                Message.of("There is no artifact '" + artifact + "' "
                                + (offline
                                        ? "among what was downloaded before, and Maven is offline (-o)"
                                        : "in " + tried(artifact))
                                + ".")
                        .because(ArtifactReason.NOT_DEPLOYED),
                cause);
    }

    ImageException installedOnly(Artifact artifact, Exception cause) {
        return absent(
                Message.of("Refused '" + artifact + "': it was only installed locally, and is "
                                + (offline
                                        ? "not among what was downloaded before; Maven is offline (-o)"
                                        : "not in " + tried(artifact))
                                + ", so nobody knows that it is what the build made.")
                        .because(ArtifactReason.INSTALLED_ONLY),
                cause);
    }

    /** The message has all of it, and Maven prints the messages of causes behind ours; the stack trace (-e) has both. */
    static ImageException absent(Message message, Exception cause) {
        ImageException absent = new ImageException(message);
        absent.addSuppressed(cause);
        return absent;
    }

    /** Repositories without snapshots were not asked for one. */
    private String tried(Artifact artifact) {
        return repositories.stream()
                .filter(repository ->
                        repository.getPolicy(artifact.isSnapshot()).isEnabled())
                .map(RepositoryErrors::describeTried)
                .collect(Collectors.joining(", ", "the repositories [", "]"));
    }
}
