package io.github.imagepromotion.artifact;

import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/**
 * The current checksum files of artifacts in Maven repositories: they tell in one round trip which bytes a repository
 * has, without downloading these.
 */
final class RemoteChecksums {
    /** Extensions of checksum files (Maven repository layout, "checksums"), the most common one first. */
    static final List<String> ENDINGS = List.of(".sha1", ".sha512", ".sha256");

    private static final int LARGEST = 4096;

    private final List<ArtifactResult> results;

    private RemoteChecksums(List<ArtifactResult> results) {
        this.results = results;
    }

    /**
     * Downloads them with Maven's resolver, which applies mirrors, proxies and credentials; empty if no repository has
     * one for each artifact.
     */
    static Optional<RemoteChecksums> of(
            RepositorySystem system,
            RepositorySystemSession session,
            List<RemoteRepository> repositories,
            Artifact... artifacts) {
        DefaultRepositorySystemSession unchecked = new DefaultRepositorySystemSession(session);
        unchecked.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_IGNORE);
        for (String ending : ENDINGS) {
            List<ArtifactRequest> requests = Stream.of(artifacts)
                    .map(artifact -> new ArtifactRequest(checksum(artifact, ending), repositories, null))
                    .toList();
            try {
                return Optional.of(new RemoteChecksums(system.resolveArtifacts(unchecked, requests)));
            } catch (ArtifactResolutionException e) {
                // Try the next extension; without any, the files themselves are downloaded.
            }
        }
        return Optional.empty();
    }

    private static Artifact checksum(Artifact artifact, String ending) {
        return new DefaultArtifact(
                artifact.getGroupId(),
                artifact.getArtifactId(),
                artifact.getClassifier(),
                artifact.getExtension() + ending,
                artifact.getVersion());
    }

    /**
     * {@return the first repository with all checksums, if they match the cached files}
     *
     * @param copies cached files of a repository, in the order of the artifacts
     */
    Optional<RemoteRepository> holder(Function<RemoteRepository, List<Path>> copies) throws IOException {
        if (!(results.get(0).getRepository() instanceof RemoteRepository holder)
                || results.stream().anyMatch(result -> !holder.equals(result.getRepository()))) {
            return Optional.empty();
        }
        List<Path> files = copies.apply(holder);
        for (int i = 0; i < files.size(); i++) {
            if (!isOf(results.get(i).getArtifact(), files.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(holder);
    }

    /** {@return failures of repositories that come before} */
    List<Exception> failures() {
        return results.get(0).getExceptions();
    }

    /** The checksum is the first word; some tools append the file name. */
    private static boolean isOf(Artifact checksum, Path file) throws IOException {
        Path stated = checksum.getFile().toPath();
        if (!Files.isRegularFile(file) || Files.size(stated) > LARGEST) {
            return false;
        }
        String[] words =
                Files.readString(stated, StandardCharsets.ISO_8859_1).trim().split("\\s", 2);
        String extension = checksum.getExtension();
        return words[0].equalsIgnoreCase(hash(extension.substring(extension.lastIndexOf(".sha") + 4), file));
    }

    private static String hash(String bits, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-" + bits);
            byte[] buffer = new byte[1 << 17];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new ImageException("This JDK has no SHA-" + bits + ".", e);
        }
    }
}
