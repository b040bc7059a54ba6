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
 * Finds the builds that are meant: the file, drop or coordinates that are named, else what was attached in this reactor,
 * else what was deployed under the projects' own coordinates. No POM is needed where the place is named.
 */
public final class ArtifactSearch {
    /**
     * Where the build is, as the call says it.
     *
     * @param file the archive
     * @param drop directory that {@code image:publish} copied it to
     * @param buildId of the build; without a drop an assertion
     * @param artifacts that are named, each by its coordinates; with a file or a drop an assertion
     * @param remoteRepositories to look in beside the project's, separated by commas
     * @param allowLocal whether what was only installed may be taken
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
        if (!namesBuilds()) {
            reactor.refusePart(what);
        }
    }

    /** Whether the call names each image, by the coordinates of its project. */
    public boolean namesArtifacts() {
        return !place.artifacts().isEmpty();
    }

    /** Whether the call names a file, or images by their coordinates. */
    boolean namesBuilds() {
        return place.file().isPresent() || namesArtifacts();
    }

    /**
     * @return what was found, asking for what is named beside the place
     * @throws ImageException if it is not there
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
        // A drop that the POM names is the one that image:publish copies to.
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

    /** Beside a file or a drop, where a version may be absent: any will do then. */
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

    /** The project of the POM; without one, whatever the build id names. */
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
