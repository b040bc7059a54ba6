package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.plugin.project.ArtifactSearch;
import io.github.imagepromotion.plugin.project.Candidates;
import io.github.imagepromotion.plugin.project.FoundCandidates;
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

/** What goals have in common that find a build's image and hold it against environments. */
abstract class AbstractFoundArtifactMojo extends AbstractNamedArtifactMojo {

    /**
     * The image archive. The build record is expected next to it, with the same name and the extension {@code .json}.
     */
    @Parameter(property = "image.file")
    private @Nullable File file;

    /** Directory to which {@code image:publish} copied the build; {@code buildId} selects the build. */
    @Parameter(property = "image.drop")
    private @Nullable File drop;

    /**
     * With {@code drop}: the build to take. Otherwise an assertion: the archive and the build record must be of this
     * build.
     */
    @Parameter(property = "image.buildId")
    private @Nullable String buildId;

    AbstractFoundArtifactMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    /**
     * What is found, when it is asked for; no sooner than the named environments are known to exist.
     *
     * @param names ids of the environments that are used, in any order
     */
    final FoundCandidates found(List<String> names) throws IOException {
        return found(all -> all.select(names));
    }

    /** The same, for all environments there are. */
    final FoundCandidates foundForAll() throws IOException {
        return found(Environments::list);
    }

    private FoundCandidates found(Function<Environments, List<Environment>> used) throws IOException {
        warmUp();
        Optional<Environments> configured = environments().get();
        warmUp(configured.map(used).orElse(List.of()));
        Candidates candidates =
                candidates(all -> used.apply(all).stream().map(Environment::id).toList());
        return new FoundCandidates(search(), candidates, configured);
    }

    private ArtifactSearch search() {
        return search(
                Optional.ofNullable(file).map(File::toPath),
                Optional.ofNullable(drop).map(File::toPath),
                Optional.ofNullable(buildId));
    }

    /** Lets the way to registries be made ready, while other work is done. */
    private void warmUp() {
        if (!session.isOffline()) {
            Registries.warmUp();
        }
    }

    /** The rest of it, when they are known. */
    private void warmUp(List<Environment> known) {
        if (!session.isOffline()) {
            Registries.headStartTls(known.stream()
                    .flatMap(environment -> environment.registries().stream())
                    .toList());
        }
    }
}
