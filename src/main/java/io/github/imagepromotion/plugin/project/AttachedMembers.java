package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.Requested;
import io.github.imagepromotion.build.ArtifactRequest;
import io.github.imagepromotion.disk.TemporaryDirectory;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.importing.ImageImporter;
import io.github.imagepromotion.importing.ImportSource;
import io.github.imagepromotion.plugin.config.Origins;
import io.github.imagepromotion.plugin.config.ReleaseParameter.Declared;
import io.github.imagepromotion.plugin.project.ReleaseMembers.Locked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Members of a release that are no Maven artifacts: imported, each into an archive and a build record, which are
 * attached to the release's project. They are written to a directory of their own first, so that a release that is
 * refused leaves those of the last one as they were.
 */
public final class AttachedMembers implements AutoCloseable {
    private static final String REMEDY = " of the <member> in <release><members>";

    private static final String SOURCES = " Correct <from>" + REMEDY + ": it is oci:DIR[:ref], oci-archive:FILE[:ref],"
            + " docker-archive:FILE[:ref], docker://registry/repository@sha256:... or helm:FILE.";

    private final MavenProject project;
    private final Path base;
    private final Origins origins;
    private final Path directory;
    private final Path staging;
    private final List<Taken> taken = new ArrayList<>();

    private record Taken(String classifier, Path archive, Path record) {}

    private record Wanted(Declared declared, ImageImporter importer, RepositoryName repository, String classifier) {}

    /** Describes the artifact of a member to its import. */
    @FunctionalInterface
    public interface MemberArtifact {

        /**
         * @param repository repository of the member in every registry
         * @param archive file for its archive
         * @param record file for its build record
         * @return the artifact to write
         */
        ArtifactRequest of(RepositoryName repository, Path archive, Path record) throws IOException;
    }

    /**
     * @param project project of the release
     * @param base directory that relative paths are resolved against
     * @param origins origins of the sources that are configured
     * @param directory directory of the build
     */
    public AttachedMembers(MavenProject project, Path base, Origins origins, Path directory) {
        this.project = project;
        this.base = base;
        this.origins = origins;
        this.directory = directory;
        this.staging = directory.resolve("image").resolve("release");
    }

    /**
     * Imports members, and checks them. Nothing of the last release is replaced yet.
     *
     * @param declared the members as they are configured
     * @param importers imports a source
     * @param request describes their artifacts
     * @param look looks at the archive of each member while it is open
     * @return the members, in the same order
     * @throws ImageException if one is not there, names no build, or fails a check, or if two have one name or
     *     repository
     */
    public List<Locked> take(
            List<Declared> declared,
            Function<ImportSource, ImageImporter> importers,
            MemberArtifact request,
            IoConsumer<ImageArchive> look)
            throws IOException {
        List<Wanted> all = new ArrayList<>();
        Map<String, Declared> known = new HashMap<>();
        for (Declared each : declared) {
            Wanted wanted = wanted(each, importers.apply(source(each)));
            all.add(wanted);
            refuseAnother(known, each, "the repository '" + wanted.repository() + "'", "<repository>");
            refuseAnother(known, each, "the classifier '" + wanted.classifier() + "'", "<name>");
        }
        List<Locked> members = new ArrayList<>();
        discard();
        for (Wanted wanted : all) {
            members.add(member(wanted, request, look));
        }
        return members;
    }

    private ImportSource source(Declared declared) {
        ImportSource source;
        try {
            source = ImportSource.of(declared.from(), base);
        } catch (ImageException e) {
            String why =
                    Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("");
            throw refused(declared, why + "." + SOURCES);
        }
        if (source instanceof ImportSource.Store) {
            throw refused(declared, "what a daemon has under a name is another image each time." + SOURCES);
        }
        boolean moves = source instanceof ImportSource.Remote remote
                && remote.image().image().digest().isEmpty();
        if (moves) {
            throw refused(
                    declared,
                    "a tag names no build, since it may move. Name the digest, too (docker://REGISTRY/REPOSITORY@sha256:..., <from>"
                            + REMEDY + ").");
        }
        return source;
    }

    private static Wanted wanted(Declared declared, ImageImporter importer) throws IOException {
        try {
            Optional<RepositoryName> named = declared.repository().map(RepositoryName::of);
            RepositoryName repository = (named.isPresent() ? named : importer.repository())
                    .orElseThrow(() -> refused(
                            declared,
                            "its source does not say which repository it goes to. Name that with <repository>" + REMEDY
                                    + "."));
            String last = repository.value().substring(repository.value().lastIndexOf('/') + 1);
            return new Wanted(
                    declared,
                    importer,
                    repository,
                    ReleaseMember.classifier(declared.name().orElse(last)));
        } catch (IllegalArgumentException e) {
            throw refused(declared, e.getMessage() + ". Correct <repository> or <name>" + REMEDY + ".");
        }
    }

    private static void refuseAnother(Map<String, Declared> known, Declared declared, String what, String element) {
        Declared other = known.putIfAbsent(what, declared);
        if (other != null) {
            throw refused(
                    declared,
                    "it has " + what + ", as " + Text.quote(other.from()) + " has. Give one of them another " + element
                            + " (" + element + REMEDY + ").");
        }
    }

    private static ImageException refused(Declared declared, String why) {
        return new ImageException("Refused the member " + Text.quote(declared.from()) + " of the release: " + why);
    }

    private Locked member(Wanted wanted, MemberArtifact request, IoConsumer<ImageArchive> look) throws IOException {
        Files.createDirectories(staging);
        Taken files = new Taken(
                wanted.classifier(),
                staging.resolve(wanted.classifier() + ".tar"),
                staging.resolve(wanted.classifier() + ".json"));
        String from = wanted.declared().from();
        wanted.importer()
                .take(
                        request.of(wanted.repository(), files.archive(), files.record()),
                        origins.recorded("release/members/member/from", from));
        taken.add(files);
        FoundArtifact found = new FoundArtifact(
                files.archive(), Optional.of(files.record()), from, Requested.of(ProjectImage.coordinates(project)));
        try (ImageArchive open = found.open()) {
            open.checkStructure();
            BuildRecord record = found.check(open).orElseThrow();
            look.accept(open);
            return new Locked(
                    found,
                    ReleaseMember.of(
                            ProjectImage.coordinates(project),
                            Optional.of(wanted.classifier()),
                            record,
                            Digest.sha256(found.recordContent().orElseThrow())));
        }
    }

    /** Replaces those of the last release. */
    public void keep() throws IOException {
        for (Taken each : taken) {
            Files.move(each.archive(), file(each, ProjectImage.ARCHIVE_TYPE), StandardCopyOption.REPLACE_EXISTING);
            Files.move(each.record(), file(each, ProjectImage.RECORD_TYPE), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Attaches them to the project, beside the lock.
     *
     * @param attached receives each build record
     */
    public void attach(MavenProjectHelper helper, Consumer<Path> attached) {
        for (Taken each : taken) {
            attach(helper, each, ProjectImage.ARCHIVE_TYPE);
            attach(helper, each, ProjectImage.RECORD_TYPE);
            attached.accept(file(each, ProjectImage.RECORD_TYPE));
        }
    }

    /** A goal that runs twice in one call attaches once. */
    private void attach(MavenProjectHelper helper, Taken member, String type) {
        boolean done = project.getAttachedArtifacts().stream()
                .anyMatch(artifact ->
                        member.classifier().equals(artifact.getClassifier()) && type.equals(artifact.getType()));
        if (!done) {
            helper.attachArtifact(
                    project, type, member.classifier(), file(member, type).toFile());
        }
    }

    private Path file(Taken member, String type) {
        return directory.resolve(project.getBuild().getFinalName() + "-" + member.classifier() + "." + type);
    }

    /** Removes what was not kept. */
    @Override
    public void close() throws IOException {
        discard();
    }

    /** The directory may be kept between jobs, where others write to it: what a link in it leads to is not ours. */
    private void discard() throws IOException {
        if (Files.exists(staging, LinkOption.NOFOLLOW_LINKS)) {
            TemporaryDirectory.delete(staging);
        }
    }
}
