package io.github.imagepromotion.plugin;

import io.github.imagepromotion.plugin.config.NamedArtifacts;
import io.github.imagepromotion.plugin.project.ArtifactSearch;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** What goals have in common to which builds are named by their coordinates. */
abstract class AbstractNamedArtifactMojo extends AbstractEnvironmentMojo {

    /**
     * Comma-separated coordinates of deployed images, each {@code groupId:artifactId:version}; several are one set. With
     * {@code file} or {@code drop} this is an assertion, and the version may be omitted.
     */
    @Parameter(property = "image.artifact")
    private @Nullable String artifact;

    /**
     * UTF-8 text file with coordinates, one artifact per line; {@code #} begins a comment. They are one set with those of
     * {@code artifact}.
     */
    @Parameter(property = "image.artifacts")
    private @Nullable File artifacts;

    /** Comma-separated additional Maven repositories, each as {@code id::url} or {@code url}. */
    @Parameter(property = "image.remoteRepositories")
    private @Nullable String remoteRepositories;

    /**
     * Allows an artifact that was only installed into the local repository, and that no remote repository has, when it
     * is named by its coordinates.
     */
    @Parameter(property = "image.allowLocal", defaultValue = "false")
    private boolean allowLocal;

    private final RepositorySystem repositorySystem;

    AbstractNamedArtifactMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter);
        this.repositorySystem = repositorySystem;
    }

    /** Finds what is named by coordinates, or lies in one of these places. */
    final ArtifactSearch search(Optional<Path> file, Optional<Path> drop, Optional<String> buildId) {
        return new ArtifactSearch(
                session,
                project,
                execution,
                repositorySystem,
                new ArtifactSearch.Place(
                        file,
                        drop,
                        buildId,
                        new NamedArtifacts(
                                Optional.ofNullable(artifact),
                                Optional.ofNullable(artifacts).map(File::toPath)),
                        remoteRepositories == null ? "" : remoteRepositories,
                        allowLocal),
                remark -> getLog().warn(remark));
    }
}
