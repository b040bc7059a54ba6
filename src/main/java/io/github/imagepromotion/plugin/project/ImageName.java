package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Expressions;
import io.github.imagepromotion.plugin.config.PomConfiguration;
import io.github.imagepromotion.plugin.config.SessionProperties;
import io.github.imagepromotion.plugin.config.ToParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * The repository of a project's image. Goals that create the image have it in their own configuration. Other goals
 * cannot see it there if it is configured in an {@code <execution>}: they use the build's record, or the POM's
 * configuration of the goals that create the image.
 */
public final class ImageName {
    /** The property for the repository on the command line. */
    public static final String PROPERTY = "image.repository";

    private static final String ELEMENT = "<repository> (-Dimage.repository)";

    /** The execution id of goals called on the command line. */
    private static final String CALLED = "default-cli";

    private final MavenProject project;
    private final Optional<Plugin> plugin;
    private final SessionProperties properties;
    private final Expressions expressions;

    /**
     * @param session the Maven session
     * @param project project with the image
     * @param execution execution of a goal of this plugin
     */
    public ImageName(MavenSession session, MavenProject project, MojoExecution execution) {
        this.project = project;
        this.plugin = new PomConfiguration(project, execution).plugin();
        this.properties = new SessionProperties(session, project);
        this.expressions = new Expressions(session, execution);
    }

    /**
     * For goals that create the image.
     *
     * @param repository configured repository
     * @param to configured {@code <to>} of jib
     * @param artifactId artifactId of the project, the default
     * @throws ImageException if it is not a valid repository name
     */
    public static RepositoryName of(Optional<String> repository, Optional<String> to, String artifactId) {
        return repository.isEmpty() && to.isPresent()
                ? ToParameter.repository(to.get())
                : legal(repository.orElse(artifactId));
    }

    /** @throws ImageException if the text is not a valid repository name */
    public static RepositoryName legal(String text) {
        try {
            return RepositoryName.of(text);
        } catch (IllegalArgumentException e) {
            throw Configured.illegal(ELEMENT, e);
        }
    }

    /** {@return for read-only goals, the repository in the build record, otherwise all in the POM} */
    public Set<RepositoryName> all() throws IOException {
        Optional<RepositoryName> built = built();
        return built.isPresent() ? Set.of(built.get()) : said(false);
    }

    /**
     * {@return for goals that move tags, the only repository}
     *
     * @throws ImageException if the POM has several, or another one than the build record
     */
    public RepositoryName only() throws IOException {
        Optional<RepositoryName> built = built();
        Set<RepositoryName> said = said(built.isPresent());
        if (built.isPresent() ? !said.isEmpty() && !said.contains(built.get()) : said.size() > 1) {
            String names = said.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" and "));
            throw new ImageException("The image of '" + project.getArtifactId() + "' is called "
                    + built.map(name -> "'" + name + "' in the build record " + Text.quote(record().toString())
                                    + ", and " + names + " in the POM")
                            .orElse(names + " in the POM")
                    + ", and the tags of one of them would move. Say it once, in the plugin's <configuration>, or name the"
                    + " one that is meant (<repository>, -Dimage.repository).");
        }
        return built.orElseGet(() -> said.iterator().next());
    }

    /** {@return the goal's own parameter; empty if it equals the plugin's configuration for all goals} */
    public Optional<RepositoryName> unlessOfAll(Optional<String> repository) {
        Optional<String> ofAll = element(plugin.orElse(null), "repository").or(() -> property(PROPERTY));
        return repository.filter(name -> !ofAll.equals(Optional.of(name))).map(ImageName::legal);
    }

    /** {@return the repository in the build record of this call, or of an earlier build of this version} */
    private Optional<RepositoryName> built() throws IOException {
        Path record = record();
        if (!Files.isRegularFile(record)) {
            return Optional.empty();
        }
        BuildRecord read = BuildRecord.read(record);
        return Optional.of(read.identity().repository())
                .filter(name -> read.identity().coordinates().equals(ProjectImage.coordinates(project)));
    }

    private Path record() {
        return ProjectImage.attachedRecord(project)
                .orElseGet(() -> ArtifactOutput.record(
                        project, Path.of(project.getBuild().getDirectory())));
    }

    /**
     * {@return the repositories in the POM: of executions that create the image, of {@code default-cli}, and of the
     * plugin}
     *
     * @param lenient skips values with expressions that are not set in this call
     */
    private Set<RepositoryName> said(boolean lenient) {
        List<PluginExecution> executions = plugin.map(Plugin::getExecutions).orElse(List.of());
        List<PluginExecution> making =
                executions.stream().filter(Reactor::makesImage).toList();
        Set<RepositoryName> names = new LinkedHashSet<>();
        making.forEach(bound -> add(names, bound, bound.getGoals().contains("build"), lenient));
        executions.stream()
                .filter(bound -> bound.getId().equals(CALLED) && isNamed(bound))
                .forEach(bound -> add(names, bound, true, lenient));
        if (making.isEmpty() || plugin.filter(this::isNamed).isPresent()) {
            add(names, plugin.orElse(null), true, lenient);
        }
        return names;
    }

    private boolean isNamed(ConfigurationContainer container) {
        return element(container, "repository").isPresent();
    }

    private void add(
            Set<RepositoryName> names, @Nullable ConfigurationContainer container, boolean builds, boolean lenient) {
        Optional<String> repository = element(container, "repository").or(() -> property(PROPERTY));
        Optional<String> to = builds ? property("image.to.image").or(() -> to(container)) : Optional.empty();
        boolean open =
                repository.or(() -> to).filter(text -> text.contains("${")).isPresent();
        if (!open || !lenient) {
            names.add(of(repository, to, project.getArtifactId()));
        }
    }

    private Optional<String> property(String name) {
        return properties.find(name).flatMap(Configured::optional);
    }

    private Optional<String> to(@Nullable ConfigurationContainer container) {
        return find(container, "to").flatMap(to -> text(to.getChildCount() == 0 ? to : to.getChild("image")));
    }

    private Optional<String> element(@Nullable ConfigurationContainer container, String name) {
        return find(container, name).flatMap(this::text);
    }

    /** Maven has merged the configuration of the plugin into each execution. */
    private Optional<Xpp3Dom> find(@Nullable ConfigurationContainer container, String name) {
        return Optional.ofNullable(container).map(PomConfiguration::elements).stream()
                .flatMap(List::stream)
                .filter(element -> element.getName().equals(name))
                .findFirst();
    }

    private Optional<String> text(@Nullable Xpp3Dom element) {
        return Optional.ofNullable(element)
                .map(Xpp3Dom::getValue)
                .map(text -> expressions.value(text).orElse(text))
                .flatMap(Configured::optional);
    }
}
