package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.artifact.Drop;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.RepositoryArtifacts;
import io.github.imagepromotion.artifact.Requested;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.SessionProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;

/**
 * Finds the build that is meant: the file, drop or coordinates that are named, else what was attached in this reactor,
 * else what was deployed under the projects' own coordinates. No POM is needed where the place is named.
 */
public final class ArtifactSearch {
    /**
     * Where the build is, as the call says it.
     *
     * @param file the archive
     * @param drop directory that {@code image:publish} copied it to
     * @param buildId of the build; without a drop an assertion
     * @param artifact coordinates of the project; with a file or a drop an assertion
     * @param remoteRepositories to look in beside the project's, separated by commas
     * @param allowLocal whether what was only installed may be taken
     */
    public record Place(
            Optional<Path> file,
            Optional<Path> drop,
            Optional<String> buildId,
            Optional<String> artifact,
            String remoteRepositories,
            boolean allowLocal) {}

    private final MavenSession session;
    private final MavenProject project;
    private final Reactor reactor;
    private final RepositorySystem repositorySystem;
    private final Place place;
    private final Consumer<String> warnings;

    /** @param warnings told what the user may not expect of a repository */
    public ArtifactSearch(
            MavenSession session,
            MavenProject project,
            MojoExecution execution,
            RepositorySystem repositorySystem,
            Place place,
            Consumer<String> warnings) {
        this.session = session;
        this.project = project;
        this.reactor = new Reactor(session, project, execution);
        this.repositorySystem = repositorySystem;
        this.place = place;
        this.warnings = warnings;
    }

    /** @throws ImageException if the images are those of the reactor, and not all of it is selected */
    public void refusePart(String what) {
        if (place.file().isEmpty() && place.artifact().isEmpty()) {
            reactor.refusePart(what);
        }
    }

    /**
     * @return what was found, asking for what is named beside the place
     * @throws ImageException if it is not there
     */
    public List<FoundArtifact> find() throws IOException {
        List<FoundArtifact> asking = new ArrayList<>();
        for (FoundArtifact found : all()) {
            asking.add(asserting(found));
        }
        return asking;
    }

    private List<FoundArtifact> all() throws IOException {
        List<FoundArtifact> attached = reactor.attached();
        if (place.file().isPresent()) {
            return List.of(FoundArtifact.file(place.file().get()));
        }
        // A drop that the POM names is the one that image:publish copies to.
        boolean dropped =
                isSaid("image.drop") || (attached.isEmpty() && place.buildId().isPresent());
        if (place.drop().isPresent() && dropped) {
            return new Drop(place.drop().get()).find(projectInDrop(), buildIdOfDrop());
        }
        if (place.artifact().isPresent()) {
            Coordinates named = coordinates(place.artifact().get());
            return List.of(repositories(project).find(named));
        }
        if (!attached.isEmpty()) {
            BuildNumber number = new BuildNumber(session);
            return attached.stream().map(number::asserting).toList();
        }
        List<FoundArtifact> deployed = new ArrayList<>();
        for (MavenProject module : reactor.deployedProjects()) {
            deployed.add(repositories(module).find(ProjectImage.coordinates(module)));
        }
        return deployed;
    }

    private boolean isSaid(String property) {
        return new SessionProperties(session, project).said(property).isPresent();
    }

    /** What is named beside the place where an artifact lies says which build is meant. */
    private FoundArtifact asserting(FoundArtifact found) {
        Requested requested = found.requested();
        if (place.artifact().isPresent()
                && (place.file().isPresent() || place.drop().isPresent())) {
            String artifact = place.artifact().get();
            requested = requested.withProject(projectOf(artifact));
            requested = isVersioned(artifact)
                    ? requested.withVersion(coordinates(artifact).version())
                    : requested;
        }
        return found.asking(
                place.buildId().isEmpty()
                        ? requested
                        : requested.withBuildId(legalBuildId(place.buildId().get())));
    }

    private RepositoryArtifacts repositories(MavenProject module) {
        return new RepositoryArtifacts(
                repositorySystem,
                session.getRepositorySession(),
                new RemoteRepositories(session, repositorySystem).of(module, place.remoteRepositories()),
                place.allowLocal(),
                warnings);
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
        if (place.artifact().isPresent()) {
            return projectOf(place.artifact().get());
        }
        boolean single = new Directories(session, project).hasProject()
                && session.getProjects().size() == 1;
        return single ? ProjectImage.coordinates(project).project() : "";
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
        if (place.buildId().isEmpty()) {
            throw new ImageException("Which build of the drop '" + place.drop().orElseThrow()
                    + "' is to be taken is not said. Name it" + " (<buildId>, -Dimage.buildId).");
        }
        return legalBuildId(place.buildId().get());
    }

    private static BuildId legalBuildId(String text) {
        try {
            return BuildId.of(text);
        } catch (IllegalArgumentException e) {
            throw Configured.illegal("<buildId> (-Dimage.buildId)", e);
        }
    }
}
