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
 * What a project's image is called in every registry. Goals that make it know their own configuration; those that come
 * after see none of it where it stands in an {@code <execution>}, and ask here: for what the build wrote, else for what
 * the POM says to the goals that make the image.
 */
public final class ImageName {
    /** The property that names the repository on the command line. */
    public static final String PROPERTY = "image.repository";

    private static final String ELEMENT = "<repository> (-Dimage.repository)";

    /** Where a goal that is called finds its configuration. */
    private static final String CALLED = "default-cli";

    private final MavenProject project;
    private final Optional<Plugin> plugin;
    private final SessionProperties properties;
    private final Expressions expressions;

    /**
     * @param session of the call
     * @param project that has the image
     * @param execution of a goal of this plugin
     */
    public ImageName(MavenSession session, MavenProject project, MojoExecution execution) {
        this.project = project;
        this.plugin = new PomConfiguration(project, execution).plugin();
        this.properties = new SessionProperties(session, project);
        this.expressions = new Expressions(session, execution);
    }

    /**
     * As a goal is configured that makes the image.
     *
     * @param repository that is named
     * @param to the image that jib's {@code <to>} names
     * @param artifactId of the project, the name of an image that has no other
     * @throws ImageException if it is no repository name
     */
    public static RepositoryName of(Optional<String> repository, Optional<String> to, String artifactId) {
        return repository.isEmpty() && to.isPresent()
                ? ToParameter.repository(to.get())
                : legal(repository.orElse(artifactId));
    }

    /** @throws ImageException if the text is no repository name */
    public static RepositoryName legal(String text) {
        try {
            return RepositoryName.of(text);
        } catch (IllegalArgumentException e) {
            throw Configured.illegal(ELEMENT, e);
        }
    }

    /** For goals that only read: the one that the build wrote, else all that the POM says. */
    public Set<RepositoryName> all() throws IOException {
        Optional<RepositoryName> built = built();
        return built.isPresent() ? Set.of(built.get()) : said(false);
    }

    /**
     * For goals that move tags, which may be those of another image.
     *
     * @throws ImageException if the POM says two things, or another one than the build
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

    /** A goal's own parameter, empty where it is what the POM says to all goals. */
    public Optional<RepositoryName> unlessOfAll(Optional<String> repository) {
        Optional<String> ofAll = element(plugin.orElse(null), "repository").or(() -> property(PROPERTY));
        return repository.filter(name -> !ofAll.equals(Optional.of(name))).map(ImageName::legal);
    }

    /** As the build wrote it, of this call or the last one of this version. */
    private Optional<RepositoryName> built() throws IOException {
        Path record = record();
        if (!Files.isRegularFile(record)) {
            return Optional.empty();
        }
        BuildRecord read = BuildRecord.read(record);
        return Optional.of(read.repository())
                .filter(name -> read.coordinates().equals(ProjectImage.coordinates(project)));
    }

    private Path record() {
        return ProjectImage.attachedRecord(project)
                .orElseGet(() -> ArtifactOutput.record(
                        project, Path.of(project.getBuild().getDirectory())));
    }

    /**
     * Each name that the POM gives: to the executions that make the image, to one that is called, to all of the plugin.
     *
     * @param lenient passes over what refers to something that is not set in this call
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
