package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.RecordedEnvironments;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.FoundRelease;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.SessionProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The images of a goal that reads no archive: selected by name, by build records, by locks of releases, or by the
 * projects of this call.
 */
public final class PipelineImages {
    /**
     * A build, by its build record or by the lock of a release that it is a member of.
     *
     * @param repository the image's repository in every registry
     * @param says that document, which has environments
     * @param name name of that document for messages
     */
    public record Found(RepositoryName repository, RecordedEnvironments says, String name) {}

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;
    private final Optional<String> repository;
    private final ArtifactSearch search;
    private @Nullable List<Found> builds;

    /**
     * @param repository configured repository
     * @param search finds the named builds
     */
    public PipelineImages(
            MavenSession session,
            MavenProject project,
            MojoExecution execution,
            Optional<String> repository,
            ArtifactSearch search) {
        this.session = session;
        this.project = project;
        this.execution = execution;
        this.repository = repository;
        this.search = search;
    }

    /** {@return the archive for a file: the file itself, or the archive beside a build record; a release's lock or archive as it is} */
    public static Path archive(Path file) {
        return ReleaseLock.isOne(file)
                ? file
                : file.resolveSibling(String.valueOf(file.getFileName()).replaceFirst("\\.json$", ".tar"));
    }

    /**
     * {@return the named builds, and the members of named releases, as their locks have them; an archive beside a build
     * record, or in a release archive, is compared with it}
     */
    public List<Found> builds() throws IOException {
        List<Found> known = builds;
        if (known == null) {
            known = new ArrayList<>();
            for (FoundArtifact found : search.namesBuilds() ? search.find() : List.<FoundArtifact>of()) {
                known.add(build(found));
            }
            builds = known;
        }
        return known;
    }

    private static Found build(FoundArtifact found) throws IOException {
        if (found.membership().isPresent()) {
            if (found.isComplete()) {
                // In a release archive: what is at hand is checked.
                record(found);
            }
            FoundRelease release = found.membership().get().release();
            return new Found(found.membership().get().member().repository(), release.lock(), release.name());
        }
        BuildRecord record = record(found);
        return new Found(record.identity().repository(), record, found.recordName());
    }

    private static BuildRecord record(FoundArtifact found) throws IOException {
        if (found.isComplete()) {
            try (ImageArchive open = found.open()) {
                return found.check(open).orElseThrow();
            }
        }
        return found.checkRecord();
    }

    /** {@return the images: the named one, those of named builds, those of this reactor} */
    public List<RepositoryName> all() throws IOException {
        Optional<RepositoryName> ownName = ownName();
        return ownName.isPresent() ? List.of(ownName.get()) : repositories(ImageName::all, true);
    }

    /** {@return the releases that are named, or are projects of this call, one version of each; none for a named image} */
    public List<Coordinates> releases() throws IOException {
        if (ofThisCall().isPresent() || ownName().isPresent()) {
            return List.of();
        }
        Map<String, Coordinates> releases = new LinkedHashMap<>();
        for (Found build : builds()) {
            if (build.says() instanceof ReleaseLock lock) {
                releases.putIfAbsent(lock.name(), lock.coordinates());
            }
        }
        if (!search.namesOthers()) {
            new Reactor(session, project, execution)
                    .releases()
                    .map(ProjectImage::coordinates)
                    .forEach(release -> releases.putIfAbsent(release.project(), release));
        }
        return List.copyOf(releases.values());
    }

    /**
     * {@return the images, for goals that move tags: exactly one name for each project, and none for members of releases
     * that are named}
     *
     * @param ofPart whether the images of selected modules may be moved without the others
     * @throws ImageException if the POM has several names, or not all modules are selected
     */
    public List<RepositoryName> toMove(boolean ofPart) throws IOException {
        List<RepositoryName> names = repositories(name -> Set.of(name.only()), ofPart);
        Optional<RepositoryName> ownName = ownName();
        if (ownName.filter(name -> !names.contains(name)).isPresent()) {
            throw new ImageException("The POM says '" + ownName.get() + "' to image:" + execution.getGoal()
                    + ", and the image"
                    + " of this build is called '" + names.get(0) + "'; the tags of one of them would move. Remove"
                    + " <repository> from that execution, or name the one that is meant (-Dimage.repository).");
        }
        return ownName.map(List::of).orElse(ofNoRelease(names));
    }

    private List<RepositoryName> ofNoRelease(List<RepositoryName> names) throws IOException {
        Set<RepositoryName> members = new HashSet<>();
        for (Found build : releases().isEmpty() ? List.<Found>of() : builds()) {
            if (build.says() instanceof ReleaseLock) {
                members.add(build.repository());
            }
        }
        return names.stream().filter(name -> !members.contains(name)).toList();
    }

    private List<RepositoryName> repositories(IoFunction<ImageName, Set<RepositoryName>> naming, boolean ofPart)
            throws IOException {
        // A named file is checked even if its content is not needed.
        List<Found> named = builds();
        Optional<RepositoryName> ofThisCall = ofThisCall();
        if (ofThisCall.isPresent()) {
            return List.of(ofThisCall.get());
        }
        if (!named.isEmpty()) {
            return named.stream().map(Found::repository).distinct().toList();
        }
        if (search.namesBuilds()) {
            // Releases of this call that are not deployed yet; what runs says which members they have.
            return List.of();
        }
        Set<RepositoryName> names = new LinkedHashSet<>();
        Reactor reactor = new Reactor(session, project, execution);
        if (!ofPart) {
            reactor.refusePart("roll back");
        }
        for (MavenProject module : reactor.imageProjects()) {
            names.addAll(naming.apply(new ImageName(session, module, execution)));
        }
        return List.copyOf(names);
    }

    /** From the command line; the POM is read for each module. */
    private Optional<RepositoryName> ofThisCall() {
        boolean said = new SessionProperties(session, project)
                .said(ImageName.PROPERTY)
                .flatMap(Configured::optional)
                .isPresent();
        return repository
                .filter(name -> said || !new Directories(session, project).hasProject())
                .map(ImageName::legal);
    }

    /** {@return the repository configured for this goal only: in an execution of it, or in {@code <reporting>}} */
    private Optional<RepositoryName> ownName() {
        return search.namesBuilds() || ofThisCall().isPresent()
                ? Optional.empty()
                : new ImageName(session, project, execution).unlessOfAll(repository);
    }
}
