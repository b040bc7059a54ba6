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
 * The configuration of a goal as recorded in provenance: elements that the plugin knows, and those properties on the
 * command line that this goal reads, since the same call may have others for other goals. Values from outside of POMs
 * are replaced as {@link Origins} specifies, URLs reduced to their hosts, and the project's directory to {@code
 * ${project.basedir}}, so that the same build gives the same provenance anywhere.
 */
public final class ConfiguredAs {
    private static final Pattern PATH = Pattern.compile("(https?://[^\\s/?#]+)[/?#][^\\s,]+");

    /** Recorded separately. */
    private static final String ENVIRONMENTS = "environments";

    /** Elements of jib that are ignored or rejected, so their content is not known. */
    private static final Set<String> FOREIGN = Set.of(
            "outputPaths",
            "dockerClient",
            "pluginExtensions",
            "from/auth",
            "from/credHelper",
            "to/auth",
            "to/credHelper");

    /** Recorded as they are, since a promotion needs them. */
    private static final Set<String> BY_VALUE = Set.of("repository", "buildId");

    private final Path directory;
    private final Redactor redactor;
    private final Origins origins;

    /**
     * @param directory directory of the project
     * @param redactor knows the secrets of this call
     * @param origins origins of values
     */
    public ConfiguredAs(Path directory, Redactor redactor, Origins origins) {
        this.directory = directory;
        this.redactor = redactor;
        this.origins = origins;
    }

    /** {@return elements, and properties of the call that the goal reads, with the values that may be recorded} */
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
        properties
                .names()
                .filter(KnownNames.readBy(execution.getMojoDescriptor())::contains)
                .sorted()
                .forEach(name -> properties.said(name).ifPresent(value -> given.addProperty(name, text(value))));
        JsonObject json = new JsonObject();
        json.add("pom", pom);
        json.add("properties", given);
        return json;
    }

    private static boolean isTold(String path) {
        return !path.equals(ENVIRONMENTS) && !FOREIGN.contains(path);
    }

    /** Maven has merged the configuration of the plugin into each execution. */
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

    /** A repeated element becomes an array. */
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
