package io.github.imagepromotion.plugin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.imagepromotion.registry.Redactor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * How a goal was configured, as provenance tells it: the POM's elements, and the {@code image.*} properties of the
 * command line. What may be a secret is left out, and the project's directory is called {@code ${project.basedir}}, so
 * that the same build gives the same elsewhere.
 */
final class ConfiguredAs {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(passw|pwd|passphrase|secret|token|auth|credential|header|api.?key|private).*");
    /** Signed addresses, such as those of Azure and S3, carry their right in the query. */
    private static final Pattern QUERY = Pattern.compile("(?<=://)([^\\s?#]*)\\?[^\\s#]*");

    /** They are told by themselves, and hold no secret there. */
    private static final String ENVIRONMENTS = "environments";

    private static final String PREFIX = "image.";

    private final Path directory;
    private final Redactor redactor;
    private final SecretVariables variables;

    /**
     * @param directory of the project
     * @param redactor knows the secrets of this call
     * @param variables that are told nowhere
     */
    ConfiguredAs(Path directory, Redactor redactor, SecretVariables variables) {
        this.directory = directory;
        this.redactor = redactor;
        this.variables = variables;
    }

    JsonObject json(MavenSession session, MojoExecution execution) {
        JsonObject json = new JsonObject();
        container(execution)
                .map(ConfigurationContainer::getConfiguration)
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast)
                .ifPresent(configuration -> json.add("pom", element(configuration)));
        Map<String, String> properties = new TreeMap<>();
        session.getUserProperties().forEach((name, value) -> properties.put(name.toString(), value.toString()));
        JsonObject given = new JsonObject();
        properties.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !SECRET.matcher(name).matches()) {
                given.addProperty(name, text(value));
            }
        });
        json.add("properties", given);
        return json;
    }

    /** Maven has put what is said for all executions into each of them. */
    private static Optional<ConfigurationContainer> container(MojoExecution execution) {
        Plugin plugin = execution.getPlugin();
        if (plugin == null) {
            return Optional.empty();
        }
        ConfigurationContainer own = plugin.getExecutionsAsMap().get(execution.getExecutionId());
        return Optional.of(own == null ? plugin : own);
    }

    private JsonElement element(Xpp3Dom element) {
        if (element.getChildCount() == 0) {
            return new JsonPrimitive(text(element.getValue() == null ? "" : element.getValue()));
        }
        JsonObject json = new JsonObject();
        for (Xpp3Dom child : element.getChildren()) {
            if (!child.getName().equals(ENVIRONMENTS)
                    && !SECRET.matcher(child.getName()).matches()) {
                add(json, child.getName(), element(child));
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
        return QUERY.matcher(variables.clean(redactor.clean(here))).replaceAll("$1?***");
    }
}
