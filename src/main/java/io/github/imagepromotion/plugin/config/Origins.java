package io.github.imagepromotion.plugin.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.introspection.ReflectionValueExtractor;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * Where configuration values come from: the text in the POM before Maven evaluated its expressions. Whatever comes from
 * environment variables, or from properties of the command line or settings.xml, may be a secret, whatever its name.
 */
public final class Origins {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^${}]+)}");

    /** Not secret: everyone who has the image knows these. */
    private static final Set<String> PUBLIC =
            Set.of("groupId", "artifactId", "version", "packaging", "basedir", "build");

    private final MavenSession session;
    private final MavenProject project;
    private final SessionProperties properties;
    private final Expressions expressions;
    private final KnownNames known;
    private final List<Model> models;
    private final Map<String, List<String>> written;

    /** @param execution execution of the configured goal */
    public Origins(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.properties = new SessionProperties(session, project);
        this.expressions = new Expressions(session, execution);
        this.known = new KnownNames(execution);
        this.models = Stream.iterate(project, each -> each != null, MavenProject::getParent)
                .map(MavenProject::getOriginalModel)
                .flatMap(Stream::ofNullable)
                .toList();
        this.written = new WrittenConfiguration(models, execution).leaves();
    }

    /**
     * Returns what may be recorded of a value.
     *
     * @param path path of its element in the plugin's configuration, such as {@code from/image}
     * @param value the evaluated value
     * @return the value if it comes from POMs alone, otherwise the expression
     */
    public String recorded(String path, String value) {
        return recorded(written.getOrDefault(path, List.of()), value);
    }

    /** The same for a value that one of our properties may set, too. */
    public String recorded(String path, String property, String value) {
        if (properties.said(property).isPresent()) {
            return value;
        }
        List<String> candidates = new ArrayList<>(written.getOrDefault(path, List.of()));
        candidates.add("${" + property + "}");
        return recorded(candidates, value);
    }

    private String recorded(List<String> candidates, String value) {
        List<String> sources = candidates.stream()
                .filter(text -> expressions.value(text).orElse(text).trim().equals(value.trim()))
                .toList();
        if (sources.stream().anyMatch(text -> !reachesOut(text, new HashSet<>()))) {
            return value;
        }
        return sources.stream()
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(text -> reachesOut(text, new HashSet<>()))
                        .findFirst())
                .orElse(value);
    }

    /** {@return a copy of an element in which texts are replaced by what may be recorded} */
    public Xpp3Dom recorded(Xpp3Dom element, String path, Function<String, Boolean> byValue) {
        Xpp3Dom copy = new Xpp3Dom(element.getName());
        if (element.getChildCount() == 0 && element.getValue() != null) {
            String value = expressions.value(element.getValue()).orElse(element.getValue());
            copy.setValue(byValue.apply(path) ? value : recorded(path, value));
        }
        for (Xpp3Dom child : element.getChildren()) {
            copy.addChild(recorded(child, path + "/" + child.getName(), byValue));
        }
        return copy;
    }

    /** {@return whether a text, through properties, parents and profiles, depends on something outside of POMs} */
    private boolean reachesOut(String text, Set<String> seen) {
        Matcher matcher = EXPRESSION.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (seen.add(name) && isFromOutside(name, seen)) {
                return true;
            }
        }
        return false;
    }

    private boolean isFromOutside(String name, Set<String> seen) {
        if (name.matches("(env|settings|session|mojo)\\..*")) {
            return true;
        }
        boolean ours = known.properties().contains(name);
        if (properties.said(name).isPresent() || isOfSettings(name)) {
            return !ours;
        }
        List<String> definitions = definitions(name);
        String value = String.valueOf(project.getProperties().getProperty(name));
        List<String> effective = definitions.stream()
                .filter(text -> expressions.value(text).orElse(text).trim().equals(value.trim()))
                .toList();
        return (effective.isEmpty() ? definitions : effective)
                .stream().anyMatch(text -> reachesOut(text, new HashSet<>(seen)));
    }

    private boolean isOfSettings(String name) {
        String value = project.getProperties().getProperty(name);
        return session.getSettings() != null
                && session.getSettings().getProfiles().stream()
                        .map(profile -> profile.getProperties().getProperty(name))
                        .anyMatch(text ->
                                text != null && (value == null || value.trim().equals(text.trim())));
    }

    /** {@return the definitions of a property or project value in POMs and their profiles} */
    private List<String> definitions(String name) {
        List<String> definitions = new ArrayList<>();
        for (Model model : models) {
            Stream.concat(
                            Stream.of(model.getProperties()),
                            model.getProfiles().stream().map(profile -> profile.getProperties()))
                    .map(each -> each.getProperty(name))
                    .flatMap(Stream::ofNullable)
                    .forEach(definitions::add);
            valueOfProject(model, name).ifPresent(definitions::add);
        }
        return definitions;
    }

    private static Optional<String> valueOfProject(Model model, String name) {
        String path = name.replaceFirst("^(project|pom)\\.", "");
        if (path.equals(name) || PUBLIC.contains(path.replaceFirst("\\..*", ""))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(ReflectionValueExtractor.evaluate("project." + path, model))
                    .map(Object::toString);
        } catch (Exception e) {
            return Optional.empty(); // Maven has no such value either
        }
    }

    /**
     * {@return a user's text as it may be recorded: a value given by our own property is kept; one that a POM takes
     * from the machine may be secret, so its expression is used}
     */
    public Optional<String> written(String element, @Nullable String text) {
        return Configured.optional(text).map(value -> recorded(element, "image." + element, value));
    }
}
