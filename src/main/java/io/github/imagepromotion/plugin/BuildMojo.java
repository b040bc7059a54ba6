package io.github.imagepromotion.plugin;

import io.github.imagepromotion.build.BuildRequest;
import io.github.imagepromotion.build.ImageBuilder;
import io.github.imagepromotion.build.Workspace;
import io.github.imagepromotion.build.application.Application;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.build.base.BaseImageReference;
import io.github.imagepromotion.build.base.BaseImages.RecentAnswers;
import io.github.imagepromotion.disk.FileState;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.access.BaseRegistries;
import io.github.imagepromotion.plugin.access.CallData;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.ContainerParameter;
import io.github.imagepromotion.plugin.config.ExtraDirectoriesParameter;
import io.github.imagepromotion.plugin.config.FromParameter;
import io.github.imagepromotion.plugin.config.JibElements;
import io.github.imagepromotion.plugin.config.Properties;
import io.github.imagepromotion.plugin.config.ToParameter;
import io.github.imagepromotion.plugin.project.ApplicationForm;
import io.github.imagepromotion.plugin.project.ArtifactOutput;
import io.github.imagepromotion.plugin.project.JavaProject;
import io.github.imagepromotion.plugin.project.RuntimeDependencies;
import io.github.imagepromotion.registry.RegistryRole;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Builds the image of a Java project with jib-core, without a Docker daemon, and attaches it to the build: the image
 * archive ({@code tar}, classifier {@code image}) and the build record ({@code json}, classifier {@code image}).
 *
 * <p>The digest is fixed here, and is the same in every environment.
 */
@Mojo(name = "build", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public class BuildMojo extends AbstractArtifactMojo {
    private static final String BASE_ANSWERS = "image.base.answers";

    /**
     * The base image. As properties: {@code -Dimage.from.image}, {@code -Dimage.from.mirrors},
     * {@code -Dimage.from.platforms} and {@code -Dimage.from.serverId}.
     */
    @Parameter
    private FromParameter from = new FromParameter();

    /**
     * Runtime configuration of the image, such as entrypoint, environment and ports. As properties:
     * {@code -Dimage.container.appRoot}, {@code -Dimage.container.args}, {@code -Dimage.container.creationTime},
     * {@code -Dimage.container.entrypoint}, {@code -Dimage.container.environment},
     * {@code -Dimage.container.extraClasspath}, {@code -Dimage.container.filesModificationTime},
     * {@code -Dimage.container.jvmFlags}, {@code -Dimage.container.labels}, {@code -Dimage.container.mainClass},
     * {@code -Dimage.container.ports}, {@code -Dimage.container.user}, {@code -Dimage.container.volumes} and
     * {@code -Dimage.container.workingDirectory}.
     */
    @Parameter
    private ContainerParameter container = new ContainerParameter();

    /**
     * Directories whose files are added to the image unchanged. As properties: {@code -Dimage.extraDirectories.paths}
     * and {@code -Dimage.extraDirectories.permissions}.
     */
    @Parameter
    private ExtraDirectoriesParameter extraDirectories = new ExtraDirectoriesParameter();

    /**
     * Layout of the application in the image: {@code exploded} (classes, resources and libraries, as in jib) or
     * {@code packaged} (the project's jar and its libraries; a Spring Boot jar with a layers index is split into those
     * layers). Defaults to what the build produces: the layers of a Spring Boot jar, a Quarkus application, a shaded
     * jar; otherwise {@code exploded}.
     */
    @Parameter(property = "image.containerizingMode")
    private @Nullable String containerizingMode;

    /** Target image in jib's form; only its repository is used ({@code -Dimage.to.image}). */
    @Parameter
    private ToParameter to = new ToParameter();

    /**
     * Allows plain HTTP for the registry of the base image. Environments have their own setting, {@code <insecure>}.
     */
    @Parameter(property = "image.allowInsecureRegistries", defaultValue = "false")
    private boolean allowInsecureRegistries;

    /**
     * Accepted for compatibility with jib and ignored: the archive and the build record contain the same information.
     */
    @Parameter
    private @Nullable PlexusConfiguration outputPaths;

    /** Accepted for compatibility with jib and ignored: no Docker daemon is used. */
    @Parameter
    private @Nullable PlexusConfiguration dockerClient;

    /**
     * Jib extensions are not supported, and the goal fails if any is configured: the image would differ without them.
     */
    @Parameter
    private @Nullable PlexusConfiguration pluginExtensions;

    /**
     * Leaves the base image's layers out of the archive. Promotion then mounts them, or copies them from the base
     * image's registry; if that is impossible it fails before writing anything.
     */
    @Parameter(property = "image.thin", defaultValue = "false")
    private boolean thin;

    /**
     * How long the digest of a base image's tag is reused before its registry is asked again: ISO 8601 duration ({@code
     * PT1H}), or seconds. By default it is asked once per Maven call, for all modules.
     */
    @Parameter(property = "image.base.maxAge")
    private @Nullable String baseMaxAge;

    /**
     * Fails the build if the image certainly cannot start: it has no command, the program or the main class is in no
     * layer, its Java is older than the class files, or it contains no servlet container for a WAR. {@code false} only
     * warns.
     */
    @Parameter(property = "image.checkStart", defaultValue = "true")
    private boolean checkStart;

    /** Annotations of the image's manifests ({@code -Dimage.annotations=name=value,...}). */
    @Parameter
    private @Nullable Map<String, @Nullable String> annotations;

    private final ProjectDependenciesResolver resolver;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param projectHelper attaches artifacts
     * @param resolver finds the project's libraries
     */
    @Inject
    public BuildMojo(
            SettingsDecrypter settingsDecrypter,
            MavenProjectHelper projectHelper,
            ProjectDependenciesResolver resolver) {
        super(settingsDecrypter, projectHelper);
        this.resolver = resolver;
    }

    @Override
    protected void run() throws IOException {
        explain();
        new RuntimeDependencies(session, resolver).resolve(project);
        tellCreationTime();
        ArtifactOutput output = output();
        output.attach("Built", new ImageBuilder(request()).build(artifact(output)));
    }

    /** Maven 4 sets an output timestamp for every project, Maven 3 for none. */
    void tellCreationTime() {
        JavaProject java = new JavaProject(session, project, execution.getArtifactId());
        if (container.creationTime(new Properties(session, project), java).isEmpty()
                && CallData.of(session).isFirst("image.created.told")) {
            getLog().warn(
                            "The project names no time of its build, so its images say that they were created in 1970. Set"
                                    + " the property project.build.outputTimestamp in the POM, or <container><creationTime>"
                                    + " (-Dimage.container.creationTime); EPOCH keeps 1970 without this warning.");
        }
    }

    /** Different snapshots of the plugin may have the same version. */
    private String builder() throws IOException {
        Artifact plugin = execution.getMojoDescriptor().getPluginDescriptor().getPluginArtifact();
        File file = plugin == null ? null : plugin.getFile();
        String version = execution.getVersion();
        return file == null || !file.exists() || !version.endsWith("-SNAPSHOT")
                ? version
                : version + " " + FileState.of(file.toPath()).text();
    }

    /** Logs settings of jib that this goal handles differently. */
    void explain() {
        JibElements elements = new JibElements();
        if (pluginExtensions != null) {
            throw new ImageException("<pluginExtensions> are jib's own and are not run here, so the image would be"
                    + " another one. Remove them, and say what they did in <container> or <extraDirectories>.");
        }
        if (outputPaths != null) {
            elements.ignored(
                    "<outputPaths>",
                    "the archive is target/<finalName>-image.tar, and target/<finalName>-image.json has the digest");
        }
        if (dockerClient != null) {
            elements.ignored("<dockerClient>", "no docker is needed; docker load -i reads the archive");
        }
        from.explain(elements);
        to.explain(elements, new Properties(session, project));
        container.explain(elements);
        elements.tell(line -> getLog().warn(line));
    }

    BuildRequest request() throws IOException {
        Properties properties = new Properties(session, project);
        JavaProject java = new JavaProject(session, project, execution.getArtifactId());
        Optional<String> base = from.image(properties);
        Contents contents = new ApplicationForm(project, java, line -> getLog().warn(line))
                .contents(
                        Optional.ofNullable(containerizingMode).filter(text -> !text.isBlank()),
                        container.mainClass(properties),
                        container.isForServletContainer(properties));
        BaseImageReference reference = BaseImageReference.of(
                base.isPresent() ? base.get() : defaultBase(contents, java),
                directories().of("image.from.image", directories().project()));
        refuseThinWithoutRegistry(reference);
        return new BuildRequest(
                reference,
                from.platforms(properties),
                new Application(
                        contents,
                        extraDirectories.directories(properties, directories()),
                        extraDirectories.permissions(properties)),
                container.settings(properties, java, contents, base.isPresent()),
                properties.map("annotations", annotations),
                checkStart,
                thin,
                name -> from.recorded(properties, origins(), name),
                builder(),
                workspace(properties));
    }

    private void refuseThinWithoutRegistry(BaseImageReference base) {
        if (thin && !(base instanceof BaseImageReference.Remote) && !(base instanceof BaseImageReference.Scratch)) {
            throw new ImageException("Cannot leave the layers of the base image " + Text.quote(base.toString())
                    + " out of the archive: it is in no registry, so no promotion could have them from there. Name a base"
                    + " in a registry (<from><image>, -Dimage.from.image), or build a full archive"
                    + " (<thin>false</thin>, -Dimage.thin=false).");
        }
    }

    /** The same default as jib. */
    private static String defaultBase(Contents contents, JavaProject java) throws IOException {
        return contents instanceof Contents.War ? "jetty" : java.defaultBaseImage();
    }

    private Workspace workspace(Properties properties) {
        return new Workspace(
                cacheDirectory(),
                directories().build().resolve("image"),
                session.isOffline(),
                new BaseRegistries(
                        clients(),
                        this::sourceRetries,
                        from.serverId(properties),
                        allowInsecureRegistries,
                        RegistryRole.BASE),
                from.mirrors(properties),
                new RecentAnswers(
                        CallData.of(session).shared(BASE_ANSWERS, new ConcurrentHashMap<>()),
                        Configured.optional(baseMaxAge)
                                .map(age -> Configured.duration(age, "<baseMaxAge> (-Dimage.base.maxAge)"))),
                line -> getLog().info(line),
                line -> getLog().warn(line));
    }

    @Override
    protected Optional<String> jibsName() {
        return to.image(new Properties(session, project));
    }
}
