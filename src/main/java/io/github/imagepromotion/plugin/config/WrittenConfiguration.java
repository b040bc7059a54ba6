package io.github.imagepromotion.plugin.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The configuration of the plugin as written in POMs and their parents: for all goals, in executions and in profiles.
 */
final class WrittenConfiguration {
    private final String artifactId;
    private final Map<String, List<String>> leaves = new HashMap<>();

    /** @param models the models as stored in their files */
    WrittenConfiguration(List<Model> models, MojoExecution execution) {
        this.artifactId = execution.getArtifactId();
        for (Model model : models) {
            add(model.getBuild());
            model.getProfiles().forEach(profile -> add(profile.getBuild()));
        }
    }

    /** {@return the texts at each path, such as {@code from/image}; all elements of a list have the same path} */
    Map<String, List<String>> leaves() {
        return leaves;
    }

    private void add(@org.jspecify.annotations.Nullable BuildBase build) {
        if (build != null) {
            addPlugins(build);
            if (build.getPluginManagement() != null) {
                addPlugins(build.getPluginManagement());
            }
        }
    }

    private void addPlugins(PluginContainer container) {
        for (Plugin plugin : container.getPlugins()) {
            if (artifactId.equals(plugin.getArtifactId())) {
                addConfiguration(plugin);
                plugin.getExecutions().forEach(this::addConfiguration);
            }
        }
    }

    private void addConfiguration(ConfigurationContainer container) {
        PomConfiguration.elements(container).forEach(element -> addLeaves(element, element.getName()));
    }

    private void addLeaves(Xpp3Dom element, String path) {
        if (element.getChildCount() == 0 && element.getValue() != null) {
            leaves.computeIfAbsent(path, key -> new ArrayList<>()).add(element.getValue());
        }
        for (Xpp3Dom child : element.getChildren()) {
            addLeaves(child, path + "/" + child.getName());
        }
    }
}
