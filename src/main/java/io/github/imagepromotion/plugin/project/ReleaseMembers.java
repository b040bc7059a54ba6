package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.RepositoryArtifacts;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/**
 * The builds of a release: dependencies of type {@code tar} and classifier {@code image} in the effective model of its
 * project. They are not resolved by Maven, which would also download the libraries of each.
 */
public final class ReleaseMembers {
    private static final String REMEDY = "Give the <dependency> the <version> of a build.";

    /** Maven resolves these to the newest version. */
    private static final Set<String> NO_VERSIONS = Set.of("LATEST", "RELEASE");

    private final MavenProject project;
    private final Reactor reactor;
    private final BuildNumber number;
    private final RepositoryArtifacts repositories;
    private final Consumer<String> warnings;

    /**
     * A member of the release, and where it is.
     *
     * @param found the build
     * @param member its entry in the lock
     */
    public record Locked(FoundArtifact found, ReleaseMember member) {}

    /**
     * @param repositories repositories with the builds that are not of this call
     * @param warnings receives warnings about dependencies that may be meant as members
     */
    public ReleaseMembers(
            MavenSession session,
            MavenProject project,
            MojoExecution execution,
            RepositoryArtifacts repositories,
            Consumer<String> warnings) {
        this.project = project;
        this.reactor = new Reactor(session, project, execution);
        this.number = new BuildNumber(session);
        this.repositories = repositories;
        this.warnings = warnings;
    }

    /**
     * @param look looks at the archive of each member while it is open
     * @return the members, each found and held against its archive and build record; in the order of the POM
     * @throws ImageException if one is not there or not what it says
     */
    public List<Locked> find(IoConsumer<ImageArchive> look) throws IOException {
        List<Coordinates> declared = declared();
        List<Locked> members = new ArrayList<>();
        for (Coordinates coordinates : declared) {
            members.add(member(coordinates, look));
        }
        return members;
    }

    /** From the effective model, with {@code <dependencyManagement>}, imported BOMs and properties applied. */
    private List<Coordinates> declared() {
        List<Coordinates> declared = new ArrayList<>();
        for (Dependency dependency : project.getDependencies()) {
            boolean image = ProjectImage.CLASSIFIER.equals(dependency.getClassifier());
            if (image && ProjectImage.ARCHIVE_TYPE.equals(dependency.getType())) {
                declared.add(coordinates(dependency));
            } else if (image) {
                throw refused(
                        dependency,
                        "it has the <classifier>image</classifier> and is of type " + Text.quote(dependency.getType())
                                + ". Give it the <type>tar</type>.");
            } else if (ProjectImage.ARCHIVE_TYPE.equals(dependency.getType())) {
                warnings.accept("Not a member of the release: " + name(dependency) + " is of type tar and has "
                        + Optional.ofNullable(dependency.getClassifier())
                                .map(classifier -> "the <classifier>" + Text.printable(classifier) + "</classifier>")
                                .orElse("no <classifier>")
                        + ". If it is an image, give it the <classifier>image</classifier>.");
            }
        }
        return declared;
    }

    private static Coordinates coordinates(Dependency dependency) {
        String version = Optional.ofNullable(dependency.getVersion()).orElse("");
        if (version.startsWith("[") || version.startsWith("(") || version.contains(",")) {
            throw refused(dependency, "a range of versions is no build. " + REMEDY);
        }
        if (NO_VERSIONS.contains(version)) {
            throw refused(dependency, "the version " + version + " is another build each time. " + REMEDY);
        }
        try {
            return new Coordinates(dependency.getGroupId(), dependency.getArtifactId(), version);
        } catch (IllegalArgumentException e) {
            throw refused(dependency, e.getMessage() + ". " + REMEDY);
        }
    }

    private static ImageException refused(Dependency dependency, String why) {
        return new ImageException("Refused the member " + name(dependency) + " of the release: " + why);
    }

    private static String name(Dependency dependency) {
        return "'" + dependency.getGroupId() + ":" + dependency.getArtifactId() + ":"
                + Text.printable(String.valueOf(dependency.getVersion())) + "'";
    }

    private Locked member(Coordinates coordinates, IoConsumer<ImageArchive> look) throws IOException {
        try {
            Optional<FoundArtifact> built = reactor.built(coordinates);
            FoundArtifact found = built.isPresent() ? number.asserting(built.get()) : repositories.find(coordinates);
            try (ImageArchive open = found.open()) {
                open.checkStructure();
                BuildRecord record = found.check(open)
                        .orElseThrow(() -> new ImageException("There is no build record beside the archive from "
                                + found.origin() + ". Deploy both (mvn deploy)."));
                look.accept(open);
                return new Locked(
                        found,
                        ReleaseMember.of(
                                found.requested().coordinates().orElse(coordinates),
                                Optional.empty(),
                                record,
                                Digest.sha256(found.recordContent().orElseThrow())));
            }
        } catch (ImageException e) {
            throw new ImageException(
                    Message.of("Of the release's member '" + coordinates + "': ")
                            .and(e),
                    e);
        }
    }
}
