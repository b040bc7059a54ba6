package io.github.imagepromotion.plugin.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.imagepromotion.registry.Redactor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * How a goal was configured, as provenance tells it: the elements that the plugin knows, and its properties of the command
 * line. A value from outside of the POMs is told as {@link Origins} says, an address up to its host, and the project's
 * directory is called {@code ${project.basedir}}, so that the same build gives the same elsewhere.
 */
public final class ConfiguredAs {
    private static final Pattern PATH = Pattern.compile("(https?://[^\\s/?#]+)[/?#][^\\s,]+");

    /** They are told by themselves. */
    private static final String ENVIRONMENTS = "environments";

    /** Jib's, which are passed over or refused: their content is not known here. */
    private static final Set<String> FOREIGN = Set.of(
            "outputPaths",
            "dockerClient",
            "pluginExtensions",
            "from/auth",
            "from/credHelper",
            "to/auth",
            "to/credHelper");

    /** What promotion needs. */
    private static final Set<String> BY_VALUE = Set.of("repository", "buildId");

    private final Path directory;
    private final Redactor redactor;
    private final Origins origins;

    /**
     * @param directory of the project
     * @param redactor knows the secrets of this call
     * @param origins knows where values come from
     */
    public ConfiguredAs(Path directory, Redactor redactor, Origins origins) {
        this.directory = directory;
        this.redactor = redactor;
        this.origins = origins;
    }

    /** {@return elements and properties of the call, each with the value that may be told} */
    public JsonObject json(SessionProperties properties, MavenProject project, MojoExecution execution) {
        KnownNames known = new KnownNames(execution);
        JsonObject pom = new JsonObject();
        for (Xpp3Dom element : configuration(project, execution)) {
            if (known.elements().contains(element.getName()) && isTold(element.getName())) {
                add(
                        pom,
                        element.getName(),
                        element(origins.recorded(element, element.getName(), BY_VALUE::contains), element.getName()));
            }
        }
        JsonObject given = new JsonObject();
        properties.names().filter(known.properties()::contains).sorted().forEach(name -> properties
                .said(name)
                .ifPresent(value -> given.addProperty(name, text(value))));
        JsonObject json = new JsonObject();
        json.add("pom", pom);
        json.add("properties", given);
        return json;
    }

    private static boolean isTold(String path) {
        return !path.equals(ENVIRONMENTS) && !FOREIGN.contains(path);
    }

    /** Maven has put what is said for all executions into each of them. */
    private static List<Xpp3Dom> configuration(MavenProject project, MojoExecution execution) {
        return new PomConfiguration(project, execution)
                .plugin()
                .map(plugin -> Optional.<ConfigurationContainer>ofNullable(
                                plugin.getExecutionsAsMap().get(execution.getExecutionId()))
                        .orElse(plugin))
                .map(PomConfiguration::elements)
                .orElse(List.of());
    }

    private JsonElement element(Xpp3Dom element, String path) {
        if (element.getChildCount() == 0) {
            return new JsonPrimitive(text(element.getValue() == null ? "" : element.getValue()));
        }
        JsonObject json = new JsonObject();
        for (Xpp3Dom child : element.getChildren()) {
            String below = path + "/" + child.getName();
            if (isTold(below)) {
                add(json, child.getName(), element(child, below));
            }
        }
        return json;
    }

    /** An element that stands several times is a list. */
    private static void add(JsonObject json, String name, JsonElement value) {
        JsonElement before = json.get(name);
        if (before == null) {
            json.add(name, value);
        } else if (before instanceof JsonArray array) {
            array.add(value);
        } else {
            JsonArray array = new JsonArray();
            array.add(before);
            array.add(value);
            json.add(name, array);
        }
    }

    private String text(String value) {
        String here = value.trim().replace(directory.toString(), "${project.basedir}");
        return PATH.matcher(redactor.clean(here)).replaceAll("$1/***");
    }
}
