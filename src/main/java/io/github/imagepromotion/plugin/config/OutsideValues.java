package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.registry.Redactor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Hides configuration values from outside of POMs, as {@link Origins} determines them: the log shows their expressions.
 * Values for the location and name of images are shown.
 */
public final class OutsideValues {
    private static final Set<String> NAMES = Set.of("repository", "buildId", "environment", "artifact", "to");

    private static final int SHORTEST_PART = 16;

    private final Expressions expressions;
    private final Origins origins;
    private final MojoExecution execution;

    /** Values, and what is shown instead. */
    private final Map<String, String> outside = new LinkedHashMap<>();

    private final Set<String> names = new TreeSet<>();

    /** @param execution execution of the goal */
    public OutsideValues(MavenSession session, MavenProject project, MojoExecution execution) {
        SessionProperties properties = new SessionProperties(session, project);
        this.expressions = new Expressions(session, execution);
        this.origins = new Origins(session, project, execution);
        this.execution = execution;
        Xpp3Dom configuration = execution.getConfiguration();
        for (Xpp3Dom element : configuration == null ? new Xpp3Dom[0] : configuration.getChildren()) {
            add(element, element.getName());
        }
        for (String name : Properties.NESTED) {
            String property = KnownNames.PREFIX + name;
            properties.find(property).ifPresent(value -> add(name, value, origins.recorded("", property, value)));
        }
    }

    /** Makes a redactor replace these values by their expressions. */
    public void hideIn(Redactor redactor) {
        outside.keySet().removeIf(value -> names.stream().anyMatch(name -> name.contains(value)));
        outside.keySet().stream().filter(value -> value.contains("://")).forEach(value -> hidePath(redactor, value));
        outside.forEach(redactor::replace);
    }

    /** Errors of servers may quote the path of the request. */
    private static void hidePath(Redactor redactor, String address) {
        String path = address.replaceFirst("^[^:]*://[^/]*/?", "");
        Stream.concat(Stream.of(path), Stream.of(path.split("[/?&=]")))
                .filter(part -> part.length() >= SHORTEST_PART)
                .forEach(part -> redactor.replace(part, "***"));
    }

    private void add(Xpp3Dom element, String path) {
        for (Xpp3Dom child : element.getChildren()) {
            add(child, path + "/" + child.getName());
        }
        if (element.getChildCount() == 0 && element.getValue() != null) {
            String value = expressions.value(element.getValue()).orElse("");
            add(path, value, recorded(path, value));
        }
    }

    private String recorded(String path, String value) {
        return execution.getMojoDescriptor().getParameters().stream()
                .filter(parameter -> parameter.getName().equals(path))
                .findFirst()
                .flatMap(parameter -> KnownNames.property(execution.getMojoDescriptor(), parameter))
                .map(property -> origins.recorded(path, property, value))
                .orElseGet(() -> origins.recorded(path, value));
    }

    private void add(String path, String value, String recorded) {
        boolean isName = NAMES.contains(path)
                || (path.startsWith(EnvironmentsFile.ELEMENT + "/") && EnvironmentParameter.isRecordedByValue(path));
        if (isName) {
            names.add(value);
        } else if (!recorded.equals(value)) {
            outside.put(value, recorded);
        }
    }
}
