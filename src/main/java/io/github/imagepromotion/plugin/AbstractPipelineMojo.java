package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.NamedArtifacts;
import io.github.imagepromotion.plugin.project.ArtifactSearch;
import io.github.imagepromotion.plugin.project.PipelineImages;
import io.github.imagepromotion.plugin.project.Selection;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.status.StatusRequest;
import java.io.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** Base class of goals about images that are in environments, without an archive. */
abstract class AbstractPipelineMojo extends AbstractEnvironmentMojo {

    /** Repository of the image; defaults to the repositories of the images in this reactor. */
    @Parameter(property = "image.repository")
    private @Nullable String repository;

    /**
     * Build record, or the image archive next to it, from which repository and environments are read; or the lock of a
     * release, or the file with all of it.
     */
    @Parameter(property = "image.file")
    private @Nullable File file;

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

    AbstractPipelineMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter);
        this.repositorySystem = repositorySystem;
    }

    /** {@return the selected images} */
    final PipelineImages images() throws IOException {
        return new PipelineImages(session, project, execution, Configured.optional(repository), search());
    }

    private ArtifactSearch search() throws IOException {
        return new ArtifactSearch(
                session,
                project,
                execution,
                repositorySystem,
                new Selection(
                        Optional.ofNullable(file).map(File::toPath).map(PipelineImages::archive),
                        Optional.empty(),
                        Optional.empty(),
                        new NamedArtifacts(
                                Optional.ofNullable(artifact),
                                Optional.ofNullable(artifacts).map(File::toPath)),
                        Configured.text(remoteRepositories),
                        allowLocal,
                        Selection.Need.LOCK_IF_THERE),
                recordEnvironments()::refuseUnsigned,
                getLog()::warn);
    }

    /** {@return the environments of this call, otherwise those of the build record; empty if neither has any} */
    final Optional<Environments> pipeline() throws IOException {
        return pipeline(images());
    }

    private Optional<Environments> pipeline(PipelineImages images) throws IOException {
        return pipeline(images, all -> all.list().stream().map(Environment::id).toList());
    }

    /** {@return the environments for these images; {@code used} selects which of all environments are used} */
    final Optional<Environments> pipeline(PipelineImages images, Function<Environments, List<String>> used)
            throws IOException {
        Optional<Environments> known = environments().get();
        return (known.isPresent() ? known : recorded(images, used))
                .filter(each -> !each.list().isEmpty());
    }

    private Optional<Environments> recorded(PipelineImages images, Function<Environments, List<String>> used)
            throws IOException {
        Optional<Environments> known = Optional.empty();
        Set<String> heard = new HashSet<>();
        for (PipelineImages.Found build : images.builds()) {
            if (!heard.add(build.name())) {
                // Another member of the same release.
                continue;
            }
            Environments own = recordEnvironments().of(build.says(), build.name(), used);
            if (known.filter(others -> !others.list().equals(own.list())).isPresent()) {
                throw new ImageException(
                        "The builds that are named were configured with different environments, and one"
                                + " pipeline is meant. Name the environments (-Dimage.environments=FILE).");
            }
            known = known.isPresent() ? known : Optional.of(own);
        }
        return known;
    }

    /** {@return what to read} */
    final StatusRequest request(int builds, Map<String, Integer> history) throws IOException {
        if (builds < 0) {
            throw new ImageException("Illegal <builds> (-Dimage.builds): " + builds + " is negative.");
        }
        PipelineImages images = images();
        Environments environments = pipeline(images)
                .orElseThrow(() -> new ImageException("No environment is configured. Add <environments> to the plugin's"
                        + " <configuration>, or name a file that has them (-Dimage.environments=FILE), or a build record"
                        + " (-Dimage.file=shop-1.0-image.json)."));
        if (!history.isEmpty()) {
            environments.select(List.copyOf(history.keySet()));
        }
        return new StatusRequest(
                environments,
                images.all(),
                images.releases(),
                new StatusRequest.Keys(trusted(environments), decisionKeys(environments)),
                new StatusRequest.Depth(builds, history),
                parallelism(),
                stateDirectory().resolve("status"));
    }

    private Map<String, List<VerificationKey>> trusted(Environments environments) throws IOException {
        Map<String, List<VerificationKey>> trusted = new LinkedHashMap<>();
        for (Environment environment : environments.list()) {
            trusted.put(environment.id(), keys(environment));
        }
        return trusted;
    }

    private Map<String, DecisionKeys> decisionKeys(Environments environments) throws IOException {
        Map<String, DecisionKeys> decisionKeys = new LinkedHashMap<>();
        for (Environment environment : environments.list()) {
            decisionKeys.put(environment.id(), DecisionKeys.of(environment, keyFiles()::of));
        }
        return decisionKeys;
    }
}
