package io.github.imagepromotion.plugin.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.model.ReportPlugin;
import org.apache.maven.model.ReportSet;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The configuration of this plugin in the effective POM of a project. */
public final class PomConfiguration {
    private final MavenProject project;
    private final String key;

    /**
     * A {@code <configuration>}.
     *
     * @param where its location, for messages
     * @param elements its content
     */
    record Block(String where, List<Xpp3Dom> elements) {}

    /** @param execution execution of a goal of this plugin */
    public PomConfiguration(MavenProject project, MojoExecution execution) {
        this.project = project;
        this.key = Plugin.constructKey(execution.getGroupId(), execution.getArtifactId());
    }

    /**
     * {@return the plugin in {@code <plugins>}, otherwise in {@code <pluginManagement>}, which applies to goals called
     * directly}
     */
    public Optional<Plugin> plugin() {
        return find(project.getBuild())
                .or(() -> Optional.ofNullable(project.getBuild().getPluginManagement())
                        .flatMap(this::find));
    }

    private Optional<Plugin> find(PluginContainer container) {
        Map<String, Plugin> plugins = container.getPluginsAsMap();
        return Optional.ofNullable(plugins.get(key));
    }

    /** {@return an element of an execution of a goal, or of the plugin} */
    public Optional<Xpp3Dom> of(String goal, String element) {
        return plugin().stream()
                .flatMap(plugin -> plugin.getExecutions().stream())
                .filter(bound -> bound.getGoals().contains(goal))
                .flatMap(bound -> elements(bound).stream())
                .filter(each -> each.getName().equals(element))
                .findFirst();
    }

    /** {@return all configurations: of the plugin, of executions, and of reports} */
    List<Block> all() {
        List<Block> all = new ArrayList<>();
        plugin().ifPresent(plugin -> {
            all.add(new Block("the plugin's <configuration>", elements(plugin)));
            plugin.getExecutions()
                    .forEach(bound -> all.add(new Block(
                            "the <configuration> of the plugin's execution '" + bound.getId() + "'", elements(bound))));
        });
        for (ReportPlugin plugin : project.getModel().getReporting() == null
                ? List.<ReportPlugin>of()
                : project.getModel().getReporting().getPlugins()) {
            if (plugin.getKey().equals(key)) {
                all.add(new Block("the plugin's <configuration> in <reporting>", elements(plugin)));
                for (ReportSet set : plugin.getReportSets()) {
                    all.add(new Block("a <reportSet> of the plugin", elements(set)));
                }
            }
        }
        return all;
    }

    /** {@return the elements of a {@code <configuration>}; empty if there is none} */
    public static List<Xpp3Dom> elements(ConfigurationContainer container) {
        return container.getConfiguration() instanceof Xpp3Dom configuration
                ? List.of(configuration.getChildren())
                : List.of();
    }
}
