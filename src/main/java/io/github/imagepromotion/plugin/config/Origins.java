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
 * Where a value of the configuration comes from: the text that somebody wrote in a POM, before Maven filled in what it
 * refers to. What a text takes from an environment variable, or from a property of the command line or of settings.xml,
 * may be a secret, whatever it is called.
 */
public final class Origins {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^${}]+)}");

    /** Everyone who has the image knows them. */
    private static final Set<String> PUBLIC =
            Set.of("groupId", "artifactId", "version", "packaging", "basedir", "build");

    private final MavenSession session;
    private final MavenProject project;
    private final SessionProperties properties;
    private final Expressions expressions;
    private final KnownNames known;
    private final List<Model> models;
    private final Map<String, List<String>> written;

    /** @param execution of the goal whose configuration it is */
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
     * What may be recorded of a value.
     *
     * @param path of its element in the plugin's configuration, such as {@code from/image}
     * @param value that Maven made of it
     * @return the value, where the POM itself has it; else the text that refers to where it comes from
     */
    public String recorded(String path, String value) {
        return recorded(written.getOrDefault(path, List.of()), value);
    }

    /** The same of a value that a property of ours may set, too. */
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

    /** An element as it may be recorded: the same, with the texts of its leaves replaced. */
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

    /** Whether a text, followed through properties, parents and profiles, takes something from outside of the POMs. */
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

    /** How POMs and their profiles define a property, or a value of the project. */
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
     * What people say, as it is written down for everyone: given with our own property it is what they typed; what a POM
     * takes from the machine may be a secret, and stays the expression.
     */
    public Optional<String> written(String element, @Nullable String text) {
        return Configured.optional(text).map(value -> recorded(element, "image." + element, value));
    }
}
