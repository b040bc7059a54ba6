package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.SessionProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Which images are meant where no archive is read: by name, by build records, by the projects of this call. */
public final class PipelineImages {
    /**
     * A build record that was found.
     *
     * @param name of it, for people
     */
    public record Found(BuildRecord record, String name) {}

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;
    private final Optional<String> repository;
    private final ArtifactSearch search;
    private @Nullable List<Found> builds;

    /**
     * @param repository that is named
     * @param search finds the builds that are named
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

    /** The archive that is meant by a file: itself, or the one beside a build record. */
    public static Path archive(Path file) {
        return file.resolveSibling(String.valueOf(file.getFileName()).replaceFirst("\\.json$", ".tar"));
    }

    /** What the records say of the builds that are named; none if none is. Each is held against its archive, if that is there. */
    public List<Found> builds() throws IOException {
        List<Found> known = builds;
        if (known == null) {
            known = new ArrayList<>();
            for (FoundArtifact found : search.namesBuilds() ? search.find() : List.<FoundArtifact>of()) {
                known.add(new Found(record(found), found.recordName()));
            }
            builds = known;
        }
        return known;
    }

    private static BuildRecord record(FoundArtifact found) throws IOException {
        if (found.record().isPresent() && Files.isRegularFile(found.archive())) {
            try (ImageArchive open = ImageArchive.open(found.archive())) {
                return found.check(open).orElseThrow();
            }
        }
        return found.checkRecord();
    }

    /** The images that are meant: the named one, those of the builds that are named, those of this reactor. */
    public List<RepositoryName> all() throws IOException {
        Optional<RepositoryName> ownName = ownName();
        return ownName.isPresent() ? List.of(ownName.get()) : repositories(ImageName::all, true);
    }

    /**
     * The same, where tags of them will move: each project has one name.
     *
     * @param ofPart whether those of selected modules may move without the others
     * @throws ImageException if the POM says several, or not all modules are selected
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
        return ownName.map(List::of).orElse(names);
    }

    private List<RepositoryName> repositories(IoFunction<ImageName, Set<RepositoryName>> naming, boolean ofPart)
            throws IOException {
        // A file that is named is checked, also where what it says is not needed.
        List<Found> named = builds();
        Optional<RepositoryName> ofThisCall = ofThisCall();
        if (ofThisCall.isPresent()) {
            return List.of(ofThisCall.get());
        }
        if (!named.isEmpty()) {
            return named.stream()
                    .map(build -> build.record().repository())
                    .distinct()
                    .toList();
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

    /** As the command line has it; the POM is asked module by module. */
    private Optional<RepositoryName> ofThisCall() {
        boolean said = new SessionProperties(session, project)
                .said(ImageName.PROPERTY)
                .flatMap(Configured::optional)
                .isPresent();
        return repository
                .filter(name -> said || !new Directories(session, project).hasProject())
                .map(ImageName::legal);
    }

    /** What the POM says to this goal alone: in an execution of it, or in {@code <reporting>}. */
    private Optional<RepositoryName> ownName() {
        return search.namesBuilds() || ofThisCall().isPresent()
                ? Optional.empty()
                : new ImageName(session, project, execution).unlessOfAll(repository);
    }
}
