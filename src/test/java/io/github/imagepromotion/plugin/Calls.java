package io.github.imagepromotion.plugin;

import java.util.Map;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.jspecify.annotations.Nullable;

/** Calls of Maven, as far as a goal sees them. */
final class Calls {
    private Calls() {}

    /**
     * @param properties of the command line
     * @param variables of the caller's environment
     */
    @SuppressWarnings("deprecation") // Nothing else makes one without a container.
    static MavenSession session(Map<String, String> properties, Map<String, String> variables) {
        MavenExecutionRequest request = new DefaultMavenExecutionRequest();
        request.getUserProperties().putAll(properties);
        variables.forEach((name, value) -> request.getSystemProperties().setProperty("env." + name, value));
        return new MavenSession(null, new DefaultRepositorySystemSession(), request, new DefaultMavenExecutionResult());
    }

    /** A goal that is bound with this configuration. */
    static MojoExecution execution(Xpp3Dom configuration) {
        PluginExecution bound = new PluginExecution();
        bound.setId("bound");
        bound.setConfiguration(configuration);
        Plugin plugin = new Plugin();
        plugin.addExecution(bound);
        return new MojoExecution(plugin, "build", "bound");
    }

    /** An element with a text or children. */
    static Xpp3Dom element(String name, @Nullable String text, Xpp3Dom... children) {
        Xpp3Dom element = new Xpp3Dom(name);
        element.setValue(text);
        for (Xpp3Dom child : children) {
            element.addChild(child);
        }
        return element;
    }
}
