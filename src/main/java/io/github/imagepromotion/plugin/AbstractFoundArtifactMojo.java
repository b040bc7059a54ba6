package io.github.imagepromotion.plugin;

import io.github.imagepromotion.artifact.Drop;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.RepositoryArtifacts;
import io.github.imagepromotion.artifact.Requested;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.SessionProperties;
import io.github.imagepromotion.plugin.project.BuildNumber;
import io.github.imagepromotion.plugin.project.Candidates;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.plugin.project.RemoteRepositories;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.CandidateSource;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * What goals have in common that find a build's image and hold it against environments: the archive is the one attached
 * in this reactor, the file, drop or coordinates that are named, or the one that was deployed under the project's own
 * coordinates. No POM is needed when the archive is named.
 */
abstract class AbstractFoundArtifactMojo extends AbstractPromotionMojo {

    /** Ids of the environments, separated by commas; they are taken in the configured order. */
    @Parameter(property = "image.environment")
    private @Nullable String environment;

    /** The image archive; its build record lies beside it under the same name with {@code .json}. */
    @Parameter(property = "image.file")
    private @Nullable File file;

    /** The directory that {@code image:publish} copied the build to; {@code buildId} says which build. */
    @Parameter(property = "image.drop")
    private @Nullable File drop;

    /** With a drop: the build to take. Otherwise an assertion: archive and build record must be of this build. */
    @Parameter(property = "image.buildId")
    private @Nullable String buildId;

    /**
     * The project whose deployed image is taken: {@code groupId:artifactId:version}. With a file or a drop it is an assertion,
     * and the version may be absent.
     */
    @Parameter(property = "image.artifact")
    private @Nullable String artifact;

    /** Further Maven repositories to look in, as {@code id::url} or {@code url}, separated by commas. */
    @Parameter(property = "image.remoteRepositories")
    private @Nullable String remoteRepositories;

    /** Whether an artifact that was only installed locally, and that no repository has, may be taken by its coordinates. */
    @Parameter(property = "image.allowLocal", defaultValue = "false")
    private boolean allowLocal;

    private final RepositorySystem repositorySystem;

    AbstractFoundArtifactMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter);
        this.repositorySystem = repositorySystem;
    }

    /** Does the goal's work with what the source finds; the archives are closed when it returns. */
    protected abstract void run(CandidateSource source, List<String> names) throws IOException;

    /**
     * Whether images may be taken in this call; all may by default.
     *
     * @param reactor of the call
     * @param named whether they are not those of the reactor
     * @throws ImageException if they may not
     */
    protected void check(Reactor reactor, boolean named) {}

    /** Whether the goal is about the environments that are named, and not about all there are. */
    protected boolean namesEnvironments() {
        return true;
    }

    /** Finds the artifacts, all of the build that is asserted, and none before the environments are known to exist. */
    @Override
    protected final void run() throws IOException {
        warmUp();
        Optional<Environments> configured = environments();
        List<String> names = Environments.names(environment == null ? "" : environment);
        List<Environment> known =
                configured.isPresent() && namesEnvironments() ? configured.get().select(names) : List.of();
        warmUp(known);
        try (Candidates candidates = candidates(all -> used(all, names))) {
            run(() -> found(candidates, configured), names);
        }
    }

    private List<Candidate> found(Candidates candidates, Optional<Environments> configured) throws IOException {
        for (FoundArtifact found : find()) {
            candidates.add(asserting(found), configured);
        }
        return candidates.list();
    }

    private List<String> used(Environments all, List<String> names) {
        return (namesEnvironments() ? all.select(names) : all.list())
                .stream().map(Environment::id).toList();
    }

    private List<FoundArtifact> find() throws IOException {
        Reactor reactor = new Reactor(session, project, execution);
        List<FoundArtifact> attached = reactor.attached();
        // A drop that the POM names is the one that image:publish copies to.
        boolean dropped = drop != null && (isSaid("image.drop") || (attached.isEmpty() && buildId != null));
        check(reactor, file != null || artifact != null);
        if (file != null) {
            return List.of(FoundArtifact.file(file.toPath()));
        }
        if (drop != null && dropped) {
            return new Drop(drop.toPath()).find(projectInDrop(), buildIdOfDrop());
        }
        if (artifact != null) {
            Coordinates named = coordinates(artifact);
            return List.of(repositories(project).find(named));
        }
        if (!attached.isEmpty()) {
            BuildNumber number = new BuildNumber(session);
            return attached.stream().map(number::asserting).toList();
        }
        List<FoundArtifact> deployed = new ArrayList<>();
        for (MavenProject module : reactor.deployedProjects()) {
            deployed.add(repositories(module).find(Reactor.coordinates(module)));
        }
        return deployed;
    }

    private boolean isSaid(String property) {
        return new SessionProperties(session, project).said(property).isPresent();
    }

    /** What is named beside the place where an artifact lies says which build is meant. */
    private FoundArtifact asserting(FoundArtifact found) {
        Requested requested = found.requested();
        if (artifact != null && (file != null || drop != null)) {
            requested = requested.withProject(projectOf(artifact));
            requested = isVersioned(artifact)
                    ? requested.withVersion(coordinates(artifact).version())
                    : requested;
        }
        return found.asking(buildId == null ? requested : requested.withBuildId(legalBuildId(buildId)));
    }

    private RepositoryArtifacts repositories(MavenProject module) {
        return new RepositoryArtifacts(
                repositorySystem,
                session.getRepositorySession(),
                new RemoteRepositories(session, repositorySystem)
                        .of(module, remoteRepositories == null ? "" : remoteRepositories),
                allowLocal,
                remark -> getLog().warn(remark));
    }

    private static Coordinates coordinates(String text) {
        try {
            return Coordinates.of(text);
        } catch (IllegalArgumentException e) {
            throw Configured.illegal("<artifact> (-Dimage.artifact)", e);
        }
    }

    /** Which project's build is meant: the named one, else that of the POM, else whatever the build id names. */
    private String projectInDrop() {
        if (artifact != null) {
            return projectOf(artifact);
        }
        boolean single = hasProject() && session.getProjects().size() == 1;
        return single ? Reactor.coordinates(project).project() : "";
    }

    /** Beside a file or a drop the version may be absent: any will do then. */
    private static String projectOf(String artifact) {
        return coordinates(isVersioned(artifact) ? artifact : artifact.trim() + ":1")
                .project();
    }

    private static boolean isVersioned(String artifact) {
        return artifact.split(":", -1).length > 2;
    }

    private BuildId buildIdOfDrop() {
        if (buildId == null) {
            throw new ImageException("Which build of the drop '" + drop + "' is to be taken is not said. Name it"
                    + " (<buildId>, -Dimage.buildId).");
        }
        return legalBuildId(buildId);
    }

    private static BuildId legalBuildId(String text) {
        try {
            return BuildId.of(text);
        } catch (IllegalArgumentException e) {
            throw Configured.illegal("<buildId> (-Dimage.buildId)", e);
        }
    }
}
