package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.plugin.access.EnvironmentRegistries;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.NamedArtifacts;
import io.github.imagepromotion.plugin.project.ArtifactSearch;
import io.github.imagepromotion.plugin.project.Candidates;
import io.github.imagepromotion.plugin.project.FoundCandidates;
import io.github.imagepromotion.plugin.project.Selection;
import io.github.imagepromotion.registry.connect.Registries;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** Base class of goals that find a build's image and compare it with environments or promote it. */
abstract class AbstractFoundArtifactMojo extends AbstractEnvironmentMojo {

    /**
     * The image archive; the build record is expected next to it, with the same name and the extension {@code .json}. Or
     * the lock of a release, or the file with all of it.
     */
    @Parameter(property = "image.file")
    private @Nullable File file;

    /** Directory to which {@code image:publish} copied the build; {@code buildId} selects the build. */
    @Parameter(property = "image.drop")
    private @Nullable File drop;

    /**
     * With {@code drop}, selects the build. Otherwise an assertion: the archive and the build record must be of this
     * build.
     */
    @Parameter(property = "image.buildId")
    private @Nullable String buildId;

    /**
     * Comma-separated coordinates of deployed images, each {@code groupId:artifactId:version}; several form one set.
     * With {@code file} or {@code drop} this is an assertion, and the version may be omitted.
     */
    @Parameter(property = "image.artifact")
    private @Nullable String artifact;

    /**
     * UTF-8 text file with coordinates, one artifact per line; {@code #} begins a comment. They form one set with those
     * of {@code artifact}.
     */
    @Parameter(property = "image.artifacts")
    private @Nullable File artifacts;

    /** Comma-separated additional Maven repositories, each as {@code id::url} or {@code url}. */
    @Parameter(property = "image.remoteRepositories")
    private @Nullable String remoteRepositories;

    /**
     * Allows artifacts named by coordinates that exist only in the local repository, because they were installed and
     * not deployed.
     */
    @Parameter(property = "image.allowLocal", defaultValue = "false")
    private boolean allowLocal;

    private final RepositorySystem repositorySystem;

    AbstractFoundArtifactMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter);
        this.repositorySystem = repositorySystem;
    }

    /**
     * Finds the images when they are needed, after checking that the named environments exist.
     *
     * @param names ids of the environments that are used, in any order
     */
    final FoundCandidates found(List<String> names) throws IOException {
        return found(all -> all.select(names), Selection.Need.MEMBERS);
    }

    /** As {@link #found}, for a decision, which is about a release as a whole. */
    final FoundCandidates foundToDecide(List<String> names) throws IOException {
        return found(all -> all.select(names), Selection.Need.LOCK);
    }

    /** As {@link #foundToDecide(List)}, for all environments. */
    final FoundCandidates foundToDecide() throws IOException {
        return found(Environments::list, Selection.Need.LOCK);
    }

    private FoundCandidates found(Function<Environments, List<Environment>> used, Selection.Need need)
            throws IOException {
        warmUp();
        Optional<Environments> configured = environments().get();
        List<Environment> known = configured.map(used).orElse(List.of());
        Candidates candidates =
                candidates(all -> used.apply(all).stream().map(Environment::id).toList());
        return new FoundCandidates(search(need), candidates, configured, connected(known));
    }

    private ArtifactSearch search(Selection.Need need) throws IOException {
        return new ArtifactSearch(
                session,
                project,
                execution,
                repositorySystem,
                new Selection(
                        Optional.ofNullable(file).map(File::toPath),
                        Optional.ofNullable(drop).map(File::toPath),
                        Optional.ofNullable(buildId),
                        new NamedArtifacts(
                                Optional.ofNullable(artifact),
                                Optional.ofNullable(artifacts).map(File::toPath)),
                        Configured.text(remoteRepositories),
                        allowLocal,
                        need),
                recordEnvironments()::refuseUnsigned,
                getLog()::warn);
    }

    /** Loads and initializes what registries need, while other work is done. */
    private void warmUp() {
        if (!session.isOffline()) {
            Registries.warmUp();
        }
    }

    /** Opens connections to the registries of environments that the operator configured, while the images are found. */
    private EnvironmentRegistries connected(List<Environment> known) {
        EnvironmentRegistries registries = newRegistries();
        if (known.isEmpty() && !session.isOffline()) {
            Registries.warmUpTls();
        } else if (!session.isOffline()) {
            registries.connect(known);
        }
        return registries;
    }
}
