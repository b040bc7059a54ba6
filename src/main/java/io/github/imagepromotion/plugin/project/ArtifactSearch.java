package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.artifact.Drop;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.FoundArtifact.ArtifactReason;
import io.github.imagepromotion.artifact.FoundRelease;
import io.github.imagepromotion.artifact.RepositoryArtifacts;
import io.github.imagepromotion.artifact.Requested;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.SessionProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
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
    /** Artifacts requested from Maven concurrently; it downloads as many files of one concurrently. */
    private static final int AT_ONCE = 5;

    private static final Set<Reason> NOT_RELEASED = Set.of(ArtifactReason.NOT_DEPLOYED, ArtifactReason.INSTALLED_ONLY);

    private final MavenSession session;
    private final MavenProject project;
    private final Reactor reactor;
    private final RepositorySystem repositorySystem;
    private final Selection selection;
    private final Consumer<FoundRelease> signed;
    private final Consumer<String> warnings;

    /**
     * @param signed refuses the lock of a release that is not signed as the operator wants it; not asked for one of this call
     * @param warnings receives warnings about repositories
     */
    public ArtifactSearch(
            MavenSession session,
            MavenProject project,
            MojoExecution execution,
            RepositorySystem repositorySystem,
            Selection selection,
            Consumer<FoundRelease> signed,
            Consumer<String> warnings) {
        this.session = session;
        this.project = project;
        this.reactor = new Reactor(session, project, execution);
        this.repositorySystem = repositorySystem;
        this.selection = selection;
        this.signed = signed;
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
        return !selection.artifacts().isEmpty();
    }

    /** {@return whether the call names a file or coordinates, or runs in a project of a release, which names builds} */
    boolean namesBuilds() {
        return namesOthers() || reactor.isOfReleases();
    }

    /** {@return whether the call names a file or coordinates, and so is not about its own projects} */
    boolean namesOthers() {
        return selection.file().isPresent() || namesArtifacts();
    }

    /**
     * @return the builds, or the members of a release, which are checked against everything else that the call asserts
     * @throws ImageException if one does not exist
     */
    public List<FoundArtifact> find() throws IOException {
        List<FoundArtifact> asking = new ArrayList<>();
        for (FoundArtifact found : all()) {
            // The configured BuildId is that of the release, not of its members.
            asking.add(found.membership().isPresent() ? found : found.asking(numbered(found.requested())));
        }
        return asking;
    }

    private Requested numbered(Requested requested) {
        return selection
                .buildId()
                .map(number -> requested.withBuildId(legalBuildId(number)))
                .orElse(requested);
    }

    private List<FoundArtifact> all() throws IOException {
        if (selection.file().isPresent()) {
            return inFile(selection.file().get());
        }
        List<FoundArtifact> attached = reactor.attached();
        List<MavenProject> released = reactor.released();
        boolean made = !attached.isEmpty() || !released.isEmpty();
        // A drop configured in the POM is the one that image:publish copies to.
        boolean dropped = isSaid("image.drop") || (!made && selection.buildId().isPresent());
        if (selection.drop().isPresent() && dropped) {
            return inDrop(new Drop(selection.drop().get()));
        }
        if (namesArtifacts()) {
            return inRepositories(selection.artifacts().read(true));
        }
        return made ? made(attached, released) : deployed();
    }

    /** Releases first: a build that belongs to one is its member. */
    private List<FoundArtifact> made(List<FoundArtifact> attached, List<MavenProject> released) throws IOException {
        BuildNumber number = new BuildNumber(session);
        List<FoundArtifact> all = new ArrayList<>();
        for (MavenProject module : released) {
            FoundRelease release =
                    ProjectRelease.read(module, ProjectRelease.attached(module).orElseThrow());
            all.addAll(members(
                    number.asserting(release),
                    repositories(module),
                    member -> member.classifier().isPresent()
                            ? release.beside(member)
                            : reactor.built(member.coordinates())));
        }
        attached.stream().map(number::asserting).forEach(all::add);
        return all;
    }

    private List<FoundArtifact> deployed() throws IOException {
        return together(reactor.deployedProjects(), module -> {
            try {
                return inRepository(repositories(module), ProjectImage.coordinates(module));
            } catch (ImageException e) {
                if (selection.need() != Selection.Need.LOCK_IF_THERE || !e.isBecause(NOT_RELEASED)) {
                    throw e;
                }
                return List.of();
            }
        });
    }

    private List<FoundArtifact> inFile(Path file) throws IOException {
        List<Requested> named = named();
        if (named.size() > 1) {
            throw new ImageException("The file " + Text.quote(file.toString()) + " cannot be all of the " + named.size()
                    + " artifacts that are named: "
                    + named.stream().map(Requested::toString).collect(Collectors.joining(", "))
                    + ". Name the one that it is (<artifact>, -Dimage.artifact; <artifacts>, -Dimage.artifacts), or leave"
                    + " the file out (<file>, -Dimage.file).");
        }
        Requested asked = named.isEmpty() ? Requested.ANYTHING : named.get(0);
        if (!FoundRelease.isOne(file)) {
            return List.of(FoundArtifact.file(file).asking(asked));
        }
        FoundRelease release = FoundRelease.file(file, asked);
        return members(release, repositories(project), release::beside);
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
        return together(
                named, each -> inRepository(repositories, each.coordinates().orElseThrow()));
    }

    private static <T> List<FoundArtifact> together(List<T> named, IoFunction<T, List<FoundArtifact>> find)
            throws IOException {
        return Parallel.map(named, AT_ONCE, find).stream().flatMap(List::stream).toList();
    }

    /** {@return a build, or the members of a release, depending on what was deployed} */
    private List<FoundArtifact> inRepository(RepositoryArtifacts repositories, Coordinates coordinates)
            throws IOException {
        try {
            return List.of(repositories.find(coordinates));
        } catch (ImageException noBuild) {
            return members(repositories.findRelease(coordinates, noBuild), repositories, member -> Optional.empty());
        }
    }

    /**
     * {@return the builds of a release, each checked against its lock when its archive is opened}
     *
     * @param near members that are not in a repository: of this call, if the release is, too, or beside its file
     */
    private List<FoundArtifact> members(
            FoundRelease found, RepositoryArtifacts repositories, Function<ReleaseMember, Optional<FoundArtifact>> near)
            throws IOException {
        FoundRelease release = found.asking(numbered(found.requested())).check();
        if (BuiltEnvironments.of(session, release.file()).isEmpty()) {
            signed.accept(release);
        }
        if (selection.need() != Selection.Need.MEMBERS || release.archive().isPresent()) {
            return release.lock().members().stream().map(release::locked).toList();
        }
        return Parallel.map(release.lock().members(), AT_ONCE, member -> {
            try {
                Optional<FoundArtifact> own = near.apply(member);
                FoundArtifact build =
                        own.isPresent() ? own.get() : repositories.of(member).find(release.coordinates(member));
                return build.of(release, member);
            } catch (ImageException e) {
                throw new ImageException(
                        Message.of("Of " + release.release() + ": ").and(e), e);
            }
        });
    }

    /** With a file or a drop, coordinates without a version match any version. */
    private List<Requested> named() throws IOException {
        return namesArtifacts() ? selection.artifacts().read(false) : List.of();
    }

    private boolean isSaid(String property) {
        return new SessionProperties(session, project).said(property).isPresent();
    }

    private RepositoryArtifacts repositories(MavenProject module) {
        return new RepositoryArtifacts(
                repositorySystem,
                session.getRepositorySession(),
                new RemoteRepositories(session, repositorySystem).of(module, selection.remoteRepositories()),
                selection.allowLocal(),
                warnings);
    }

    /** {@return the artifactId of the POM; without a POM, the only project in the drop with this BuildId} */
    private String projectInDrop() {
        boolean single = new Directories(session, project).hasProject()
                && session.getProjects().size() == 1;
        return single ? ProjectImage.coordinates(project).project() : "";
    }

    private BuildId buildIdOfDrop() {
        if (selection.buildId().isEmpty()) {
            throw new ImageException(
                    "Which build of the drop '" + selection.drop().orElseThrow() + "' to take is not specified. Name it"
                            + " (<buildId>, -Dimage.buildId).");
        }
        return legalBuildId(selection.buildId().get());
    }

    private static BuildId legalBuildId(String text) {
        return Configured.buildId(text, "<buildId> (-Dimage.buildId)");
    }
}
