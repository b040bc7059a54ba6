package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.artifact.Drop;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.RepositoryArtifacts;
import io.github.imagepromotion.artifact.Requested;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.NamedArtifacts;
import io.github.imagepromotion.plugin.config.SessionProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;

/**
 * Finds the builds: the named file, drop or coordinates, otherwise those attached in this reactor, otherwise those
 * deployed under the projects' own coordinates. Needs no POM if file, drop or coordinates are named.
 */
public final class ArtifactSearch {
    /**
     * Parameters that select the build.
     *
     * @param file the archive
     * @param drop directory to which {@code image:publish} copied it
     * @param buildId BuildId; without a drop an assertion
     * @param artifacts artifacts named by coordinates; with a file or a drop an assertion
     * @param remoteRepositories comma-separated repositories in addition to the project's
     * @param allowLocal whether artifacts that were only installed are allowed
     */
    public record Place(
            Optional<Path> file,
            Optional<Path> drop,
            Optional<String> buildId,
            NamedArtifacts artifacts,
            String remoteRepositories,
            boolean allowLocal) {}

    private final MavenSession session;
    private final MavenProject project;
    private final Reactor reactor;
    private final RepositorySystem repositorySystem;
    private final Place place;
    private final Consumer<String> warnings;

    /** @param warnings receives warnings about repositories */
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

    /** @throws ImageException if the images are those of the reactor, and not all of its modules are selected */
    public void refusePart(String what) {
        if (!namesBuilds()) {
            reactor.refusePart(what);
        }
    }

    /** {@return whether the call names each image by the coordinates of its project} */
    public boolean namesArtifacts() {
        return !place.artifacts().isEmpty();
    }

    /** {@return whether the call names a file, or images by coordinates} */
    boolean namesBuilds() {
        return place.file().isPresent() || namesArtifacts();
    }

    /**
     * @return the builds, which are checked against everything else that the call asserts
     * @throws ImageException if one does not exist
     */
    public List<FoundArtifact> find() throws IOException {
        List<FoundArtifact> asking = new ArrayList<>();
        for (FoundArtifact found : all()) {
            asking.add(
                    place.buildId().isEmpty()
                            ? found
                            : found.asking(found.requested()
                                    .withBuildId(legalBuildId(place.buildId().get()))));
        }
        return asking;
    }

    private List<FoundArtifact> all() throws IOException {
        if (place.file().isPresent()) {
            return List.of(inFile(place.file().get()));
        }
        List<FoundArtifact> attached = reactor.attached();
        // A drop configured in the POM is the one that image:publish copies to.
        boolean dropped =
                isSaid("image.drop") || (attached.isEmpty() && place.buildId().isPresent());
        if (place.drop().isPresent() && dropped) {
            return inDrop(new Drop(place.drop().get()));
        }
        if (namesArtifacts()) {
            return inRepositories(place.artifacts().read(true));
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

    private FoundArtifact inFile(Path file) throws IOException {
        List<Requested> named = named();
        if (named.size() > 1) {
            throw new ImageException("The file " + Text.quote(file.toString()) + " cannot be all of the " + named.size()
                    + " artifacts that are named: "
                    + named.stream().map(Requested::toString).collect(Collectors.joining(", "))
                    + ". Name the one that it is (<artifact>, -Dimage.artifact; <artifacts>, -Dimage.artifacts), or leave"
                    + " the file out (<file>, -Dimage.file).");
        }
        FoundArtifact found = FoundArtifact.file(file);
        return named.isEmpty() ? found : found.asking(named.get(0));
    }

    private List<FoundArtifact> inDrop(Drop drop) throws IOException {
        BuildId build = buildIdOfDrop();
        if (!namesArtifacts()) {
            return drop.find(projectInDrop(), build);
        }
        List<FoundArtifact> found = new ArrayList<>();
        for (Requested named : named()) {
            drop.find(named.project().orElseThrow(), build).forEach(each -> found.add(each.asking(named)));
        }
        return found;
    }

    private List<FoundArtifact> inRepositories(List<Requested> named) throws IOException {
        RepositoryArtifacts repositories = repositories(project);
        List<FoundArtifact> found = new ArrayList<>();
        for (Requested each : named) {
            found.add(repositories.find(each.coordinates().orElseThrow()));
        }
        return found;
    }

    /** With a file or a drop, coordinates without a version match any version. */
    private List<Requested> named() throws IOException {
        return namesArtifacts() ? place.artifacts().read(false) : List.of();
    }

    private boolean isSaid(String property) {
        return new SessionProperties(session, project).said(property).isPresent();
    }

    private RepositoryArtifacts repositories(MavenProject module) {
        return new RepositoryArtifacts(
                repositorySystem,
                session.getRepositorySession(),
                new RemoteRepositories(session, repositorySystem).of(module, place.remoteRepositories()),
                place.allowLocal(),
                warnings);
    }

    /** {@return the artifactId of the POM; without a POM, the only project in the drop with this BuildId} */
    private String projectInDrop() {
        boolean single = new Directories(session, project).hasProject()
                && session.getProjects().size() == 1;
        return single ? ProjectImage.coordinates(project).project() : "";
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
