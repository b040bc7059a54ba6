package io.github.imagepromotion.plugin;

import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.internal.MojoDescriptorCreator;
import org.apache.maven.model.Build;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.DependencyResolutionResult;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.classworlds.realm.ClassRealm;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.component.configurator.ComponentConfigurationException;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.connector.basic.BasicRepositoryConnectorFactory;
import org.eclipse.aether.impl.DefaultServiceLocator;
import org.eclipse.aether.installation.InstallRequest;
import org.eclipse.aether.installation.InstallationException;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.spi.connector.RepositoryConnectorFactory;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.transport.file.FileTransporterFactory;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/** Calls goals as Maven does, with its configurator and its resolver: without a POM, or with one of one project. */
final class GoalCalls {
    private final Path directory;
    private final RepositorySystem resolver = resolver();
    private final List<Server> servers = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private boolean hasPom;
    private Optional<List<Dependency>> members = Optional.empty();
    private String version = "1.0";
    private Xpp3Dom[] elements = new Xpp3Dom[0];
    private List<String> goals = List.of();
    private boolean offline;

    /** @param directory in which Maven is called */
    GoalCalls(Path directory) {
        this.directory = directory;
    }

    /** From now on in a project whose POM configures the plugin so. */
    GoalCalls withPom(Xpp3Dom... configuration) {
        hasPom = true;
        elements = configuration;
        return this;
    }

    /** From now on in the project of a release, {@code com.acme:shop:1.0} of packaging {@code pom}, with these dependencies. */
    GoalCalls withRelease(Dependency... dependencies) {
        members = Optional.of(List.of(dependencies));
        return withPom();
    }

    /** From now on the project has this version. */
    GoalCalls version(String other) {
        version = other;
        return this;
    }

    /** From now on with this configuration of the plugin. */
    GoalCalls configured(Xpp3Dom... configuration) {
        elements = configuration;
        return this;
    }

    /** After these goals and phases of the same command line. */
    GoalCalls after(String... before) {
        goals = List.of(before);
        return this;
    }

    /** With {@code -o}. */
    GoalCalls offline() {
        offline = true;
        return this;
    }

    /** With a variable in the caller's environment. */
    GoalCalls variable(String name, Object value) {
        variables.put(name, value.toString());
        return this;
    }

    /** With a {@code <server>} in settings.xml. */
    GoalCalls server(String id, String user, String password) {
        Server server = new Server();
        server.setId(id);
        server.setUsername(user);
        server.setPassword(password);
        servers.add(server);
        return this;
    }

    /** Puts files into the local repository, as {@code mvn install} does. */
    void install(InstallRequest artifacts) throws InstallationException {
        resolver.install(session(Map.of()).getRepositorySession(), artifacts);
    }

    /** {@return what Maven prints of the call: what is logged, and last the message of the failure} */
    List<String> call(String goal, Map<String, String> properties) {
        return call(List.of(goal), properties);
    }

    /** {@return the same of several goals in one call, up to the first that fails} */
    List<String> call(List<String> all, Map<String, String> properties) {
        MavenSession session = session(properties);
        MavenProject project = project();
        session.setProjects(new ArrayList<>(List.of(project)));
        session.setCurrentProject(project);
        List<String> lines = new ArrayList<>();
        boolean going = true;
        for (String goal : all) {
            going = going && run(goal, session, lines);
        }
        return lines;
    }

    private boolean run(String goal, MavenSession session, List<String> lines) {
        try {
            Xpp3Dom configuration = configuration(Calls.descriptor().getMojo(goal));
            MojoExecution execution = Calls.call(goal, configuration);
            execution.getMojoDescriptor().getPluginDescriptor().setPluginArtifact(plugin());
            AbstractMojo mojo = mojo(goal);
            new BasicComponentConfigurator()
                    .configureComponent(
                            mojo,
                            new XmlPlexusConfiguration(configuration),
                            new PluginParameterExpressionEvaluator(session, execution),
                            new ClassRealm(null, "plugin", GoalCalls.class.getClassLoader()));
            mojo.setLog(proxy(Log.class, arguments -> lines.add(arguments[0].toString())));
            mojo.execute();
            return true;
        } catch (MojoFailureException | MojoExecutionException | ComponentConfigurationException e) {
            lines.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** As Maven's: with the local repository, and variables as {@code env.} properties. */
    private MavenSession session(Map<String, String> properties) {
        MavenSession session = Calls.session(properties, variables);
        DefaultRepositorySystemSession repositories =
                withLocalRepository(session, resolver, directory.resolve("local"));
        session.getRequest().setBaseDirectory(directory.toFile());
        session.getRequest().getSystemProperties().setProperty("user.dir", directory.toString());
        session.getRequest().setGoals(goals);
        session.getRequest().setOffline(offline);
        repositories.setOffline(offline);
        servers.forEach(session.getRequest()::addServer);
        return session;
    }

    /** Gives a session a local repository, without which nothing is resolved. */
    static DefaultRepositorySystemSession withLocalRepository(
            MavenSession session, RepositorySystem resolver, Path local) {
        DefaultRepositorySystemSession repositories = (DefaultRepositorySystemSession) session.getRepositorySession();
        repositories.setLocalRepositoryManager(
                resolver.newLocalRepositoryManager(repositories, new LocalRepository(local.toFile())));
        return repositories;
    }

    private MavenProject project() {
        MavenProject project = hasPom ? Calls.project(elements) : new MavenProject();
        project.setGroupId("com.acme");
        project.setArtifactId("shop");
        project.setVersion(version);
        Build build = project.getBuild() == null ? new Build() : project.getBuild();
        build.setDirectory(directory.resolve("target").toString());
        build.setOutputDirectory(directory.resolve("target/classes").toString());
        build.setFinalName("shop-" + version);
        project.setBuild(build);
        project.setRemoteArtifactRepositories(new ArrayList<>());
        project.setArtifact(
                new DefaultArtifact("com.acme", "shop", version, null, "jar", null, new DefaultArtifactHandler("jar")));
        members.ifPresent(dependencies -> {
            project.setPackaging("pom");
            project.getBuild().getPlugins().forEach(plugin -> {
                PluginExecution bound = new PluginExecution();
                bound.setGoals(List.of("release"));
                plugin.addExecution(bound);
            });
            project.getModel().setDependencies(dependencies);
        });
        project.setFile(hasPom ? directory.resolve("pom.xml").toFile() : null);
        return project;
    }

    /** What the POM says, and what the descriptor says where it does not. */
    private Xpp3Dom configuration(MojoDescriptor goal) {
        Xpp3Dom defaults = MojoDescriptorCreator.convert(goal);
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        for (Parameter parameter : goal.getParameters()) {
            Arrays.stream(elements)
                    .filter(element -> element.getName().equals(parameter.getName()))
                    .findFirst()
                    .or(() -> Optional.ofNullable(defaults.getChild(parameter.getName())))
                    .ifPresent(configuration::addChild);
        }
        return configuration;
    }

    /** The build asks for its own jar. */
    private DefaultArtifact plugin() {
        DefaultArtifact plugin =
                new DefaultArtifact("io", "image", "1", null, "maven-plugin", "", new DefaultArtifactHandler("jar"));
        plugin.setFile(directory.resolve("shop-image.tar").toFile());
        return plugin;
    }

    private AbstractMojo mojo(String goal) {
        SettingsDecrypter decrypter = new DefaultSettingsDecrypter(new DefaultSecDispatcher(
                new DefaultPlexusCipher(),
                Map.of(),
                directory.resolve("settings-security.xml").toString()));
        return switch (goal) {
            case "promote" -> new PromoteMojo(decrypter, resolver);
            case "plan" -> new PlanMojo(decrypter, resolver);
            case "publish" -> new PublishMojo(decrypter, resolver);
            case "approve" -> new ApproveMojo(decrypter, resolver);
            case "reject" -> new RejectMojo(decrypter, resolver);
            case "verify" -> new VerifyMojo(decrypter, resolver);
            case "status" -> new StatusMojo(decrypter, resolver);
            case "report" -> new ReportMojo(decrypter, resolver);
            case "rollback" -> new RollbackMojo(decrypter, resolver);
            case "build" ->
                new BuildMojo(
                        decrypter,
                        proxy(MavenProjectHelper.class, arguments -> {}),
                        request -> proxy(DependencyResolutionResult.class, arguments -> {}));
            case "release" -> new ReleaseMojo(decrypter, resolver, proxy(MavenProjectHelper.class, GoalCalls::attach));
            default -> throw new IllegalArgumentException(goal);
        };
    }

    /** As Maven's helper: project, type, classifier, file. */
    private static void attach(Object[] arguments) {
        String type = (String) arguments[1];
        DefaultArtifact artifact = new DefaultArtifact(
                "com.acme", "shop", "1.0", null, type, (String) arguments[2], new DefaultArtifactHandler(type));
        artifact.setFile((File) arguments[3]);
        ((MavenProject) arguments[0]).addAttachedArtifact(artifact);
    }

    /** {@return what tells of each call, and returns nothing} */
    private static <T> T proxy(Class<T> type, Consumer<Object[]> told) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (arguments != null) {
                        told.accept(arguments);
                    }
                    return method.getReturnType() == boolean.class ? false : null;
                }));
    }

    @SuppressWarnings("deprecation") // Nothing else makes one without a container or more libraries.
    static RepositorySystem resolver() {
        DefaultServiceLocator locator = MavenRepositorySystemUtils.newServiceLocator();
        locator.addService(RepositoryConnectorFactory.class, BasicRepositoryConnectorFactory.class);
        locator.addService(TransporterFactory.class, FileTransporterFactory.class);
        return locator.getService(RepositorySystem.class);
    }
}
