package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.artifact.RepositoryArtifacts;
import io.github.imagepromotion.build.ArtifactRequest;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.importing.ImageImporter;
import io.github.imagepromotion.importing.ImportRequest;
import io.github.imagepromotion.importing.ImportSource;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Properties;
import io.github.imagepromotion.plugin.config.ReleaseParameter;
import io.github.imagepromotion.plugin.config.ReleaseParameter.Declared;
import io.github.imagepromotion.plugin.project.AttachedMembers;
import io.github.imagepromotion.plugin.project.BuiltEnvironments;
import io.github.imagepromotion.plugin.project.FullRelease;
import io.github.imagepromotion.plugin.project.ProjectImage;
import io.github.imagepromotion.plugin.project.ProjectRelease;
import io.github.imagepromotion.plugin.project.ReleaseMembers;
import io.github.imagepromotion.plugin.project.ReleaseMembers.Locked;
import io.github.imagepromotion.plugin.project.RemoteRepositories;
import io.github.imagepromotion.promotion.ChartCheck;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Locks a release: checks the builds that are its members, and attaches the lock ({@code json}, classifier {@code
 * release}), which names each of them by its digest. A release is promoted as one, wherever a build is.
 *
 * <p>The release is a project of packaging {@code pom}. Its members are its dependencies of type {@code tar} and
 * classifier {@code image}, taken from this reactor or from Maven repositories, and what {@code <release><members>}
 * names, which is imported and attached to the project. In a project of another packaging the
 * goal does nothing, since a goal that is inherited from a parent also runs in the modules.
 */
@Mojo(name = "release", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public class ReleaseMojo extends AbstractBuildMojo {

    /** Number of the release. Defaults to the CI server's build number, otherwise to one derived from its members. */
    @Parameter(property = "image.buildId")
    private @Nullable String buildId;

    /** Comma-separated additional Maven repositories, each as {@code id::url} or {@code url}. */
    @Parameter(property = "image.remoteRepositories")
    private @Nullable String remoteRepositories;

    /**
     * Allows artifacts named by coordinates that exist only in the local repository, because they were installed and
     * not deployed.
     */
    @Parameter(property = "image.allowLocal", defaultValue = "false")
    private boolean allowLocal;

    /**
     * Refuses a set with a Helm chart whose values name an image, tag or digest that is not in the set.
     */
    @Parameter(property = "image.checkImages", defaultValue = "false")
    private boolean checkImages;

    /** Maximum size in bytes of all layers together after decompression; an image that exceeds it is refused. */
    @Parameter(property = "image.expansionLimit", defaultValue = "68719476736")
    private long expansionLimit;

    /** Number of threads that compress and check layers of members; 0 means the number of processors. */
    @Parameter(property = "image.parallelism", defaultValue = "0")
    private int parallelism;

    /**
     * What belongs to the release beside the dependencies of its project: {@code <members>}, each a {@code <member>} that
     * is imported, with {@code <from>}, {@code <repository>} and {@code <name>}; and the {@code <form>} of the release:
     * {@code lock}, or {@code full}, which is also one file with everything. As a property: {@code -Dimage.release.form}.
     */
    @Parameter
    private ReleaseParameter release = new ReleaseParameter();

    private final RepositorySystem repositorySystem;
    private final MavenProjectHelper projectHelper;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds members
     * @param projectHelper attaches artifacts
     */
    @Inject
    public ReleaseMojo(
            SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem, MavenProjectHelper projectHelper) {
        super(settingsDecrypter);
        this.repositorySystem = repositorySystem;
        this.projectHelper = projectHelper;
    }

    @Override
    protected Optional<String> reasonToSkip() {
        return project.getPackaging().equals(ProjectRelease.PACKAGING)
                ? Optional.empty()
                : Optional.of("packaging is " + project.getPackaging() + "; a release is a project of packaging pom");
    }

    @Override
    protected void run() throws IOException {
        refuseImage();
        boolean full = release.isFull(new Properties(session, project));
        Optional<SigningKey> key = attester().key();
        try (AttachedMembers own = new AttachedMembers(
                project, directories().project(), origins(), directories().build())) {
            List<Locked> members = members(own);
            ReleaseLock unsigned = lock(members);
            ReleaseLock lock = key.map(unsigned::signed).orElse(unsigned);
            ProjectRelease.requirePromotable(lock);
            Optional<Path> archive = full ? Optional.of(file(".tar")) : Optional.empty();
            if (archive.isPresent()) {
                new FullRelease(session, this::base).write(archive.get(), lock, members);
            }
            own.keep();
            lock.write(file(".json"));
            attach(own);
            tell(lock, file(".json"), key);
            if (archive.isPresent()) {
                getLog().info("  " + archive.get() + ", " + Size.shown(Files.size(archive.get()))
                        + ": all in one file");
            }
        }
    }

    private void attach(AttachedMembers own) throws IOException {
        Environments configured = environments().get().orElseGet(Environments::none);
        own.attach(projectHelper, record -> BuiltEnvironments.tell(session, record, configured));
        if (ProjectRelease.attached(project).isEmpty()) {
            projectHelper.attachArtifact(
                    project, "json", ProjectRelease.CLASSIFIER, file(".json").toFile());
        }
        BuiltEnvironments.tell(session, file(".json"), configured);
    }

    private Path file(String ending) {
        return directories()
                .build()
                .resolve(project.getBuild().getFinalName() + "-" + ProjectRelease.CLASSIFIER + ending);
    }

    private Registry base(ImageReference image, Set<ImageReference> builtHere) {
        return clients().thinBase(image, builtHere, retryBudget(), ".");
    }

    /** Coordinates must be either those of a build or of a release. */
    private void refuseImage() {
        if (ProjectImage.attached(project).isPresent()) {
            throw new ImageException(
                    "The project '" + project.getArtifactId() + "' has an image, and cannot be a release,"
                            + " too. Put the release into a project of its own, with the image as a <dependency>.");
        }
    }

    private List<Locked> members(AttachedMembers own) throws IOException {
        Environments configured = environments().get().orElseGet(Environments::none);
        ChartCheck charts = new ChartCheck();
        IoConsumer<ImageArchive> look = archive -> {
            if (checkImages) {
                charts.add(archive, configured);
            }
        };
        List<Declared> declared = release.members();
        List<Locked> members = new ArrayList<>(
                new ReleaseMembers(session, project, execution, repositories(), getLog()::warn).find(look));
        members.addAll(own.take(declared, this::importer, this::artifact, look));
        if (members.isEmpty()) {
            throw new ImageException("The release '" + project.getArtifactId() + "' has no members: no <dependency> of"
                    + " its project has the <type>tar</type> and the <classifier>image</classifier>, and there is no"
                    + " <member> in <release><members>. Add one for each build that belongs to it.");
        }
        check(charts, configured);
        return members;
    }

    private ImageImporter importer(ImportSource source) {
        return new ImageImporter(new ImportRequest(
                source,
                RegistryRole.MEMBER,
                List.of(),
                ImportMojo.limit(expansionLimit),
                ImportMojo.threads(parallelism),
                CallerEnvironment.of(session),
                workspace(RegistryRole.MEMBER)));
    }

    private ArtifactRequest artifact(RepositoryName repository, Path archive, Path record) throws IOException {
        return new ArtifactRequest(
                ProjectImage.coordinates(project),
                repository,
                given(buildId),
                vcs(),
                environments().recorded().list(),
                documents(List.of()),
                archive,
                record,
                archive.resolveSibling("last-build.properties"),
                name -> {});
    }

    private ReleaseLock lock(List<Locked> members) throws IOException {
        try {
            return ReleaseLock.of(
                    ProjectImage.coordinates(project),
                    given(buildId),
                    members.stream().map(Locked::member).toList(),
                    environments().recorded().list());
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "Refused to release '" + project.getArtifactId() + "': " + e.getMessage()
                            + ". Two builds of one repository would take the tags from each other: remove one of the"
                            + " <dependency> or <member> elements, or give each module (-Dimage.repository) or <member>"
                            + " a <repository> of its own.",
                    e);
        }
    }

    /** Charts have to be right in each environment that the release may be promoted to. */
    private static void check(ChartCheck charts, Environments environments) throws IOException {
        if (environments.list().isEmpty()) {
            charts.check(Optional.empty());
        }
        for (Environment environment : environments.list()) {
            charts.check(Optional.of(environment.id()));
        }
    }

    private RepositoryArtifacts repositories() {
        return new RepositoryArtifacts(
                repositorySystem,
                session.getRepositorySession(),
                new RemoteRepositories(session, repositorySystem).of(project, Configured.text(remoteRepositories)),
                allowLocal,
                getLog()::warn);
    }

    private void tell(ReleaseLock lock, Path file, Optional<SigningKey> key) {
        getLog().info("Released " + lock.build() + ", build " + lock.buildId() + ", members: "
                + lock.members().size());
        for (ReleaseMember member : lock.members()) {
            getLog().info("  " + member.name() + ": " + member.repository() + ":" + member.buildId() + ", "
                    + member.digest());
        }
        getLog().info("  " + file
                + key.map(own -> ", signed by key " + own.publicKey().id().abbreviated())
                        .orElse(", not signed"));
    }
}
