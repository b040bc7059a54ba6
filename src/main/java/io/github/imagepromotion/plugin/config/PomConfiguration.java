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

/** What a project's POM says of this plugin, as Maven made it of the POM, its parents and its active profiles. */
public final class PomConfiguration {
    private final MavenProject project;
    private final String key;

    /**
     * A {@code <configuration>}.
     *
     * @param where it stands, for people
     * @param elements its content
     */
    record Block(String where, List<Xpp3Dom> elements) {}

    /** @param execution of a goal of this plugin */
    public PomConfiguration(MavenProject project, MojoExecution execution) {
        this.project = project;
        this.key = Plugin.constructKey(execution.getGroupId(), execution.getArtifactId());
    }

    /** As it stands in {@code <plugins>}; a goal that is called takes {@code <pluginManagement>} where it stands there only. */
    public Optional<Plugin> plugin() {
        return find(project.getBuild())
                .or(() -> Optional.ofNullable(project.getBuild().getPluginManagement())
                        .flatMap(this::find));
    }

    private Optional<Plugin> find(PluginContainer container) {
        Map<String, Plugin> plugins = container.getPluginsAsMap();
        return Optional.ofNullable(plugins.get(key));
    }

    /** An element that an execution of a goal has, of its own or from the plugin. */
    public Optional<Xpp3Dom> of(String goal, String element) {
        return plugin().stream()
                .flatMap(plugin -> plugin.getExecutions().stream())
                .filter(bound -> bound.getGoals().contains(goal))
                .flatMap(bound -> elements(bound).stream())
                .filter(each -> each.getName().equals(element))
                .findFirst();
    }

    /** Everything that is said: for all goals, for executions, for a site. */
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

    /** The elements of a {@code <configuration>}, none where there is none. */
    public static List<Xpp3Dom> elements(ConfigurationContainer container) {
        return container.getConfiguration() instanceof Xpp3Dom configuration
                ? List.of(configuration.getChildren())
                : List.of();
    }
}
