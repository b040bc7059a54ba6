package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.ReportPlugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.ComponentConfigurationException;
import org.codehaus.plexus.configuration.DefaultPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The plugin's configuration in {@code <build>}. Maven configures a report from {@code <reporting>} only; parameters
 * that are missing there are taken from here, so that environments need not be configured twice.
 */
public final class BuildConfiguration {
    private final MavenProject project;
    private final MojoExecution execution;

    /** @param execution execution of the report */
    public BuildConfiguration(MavenProject project, MojoExecution execution) {
        this.project = project;
        this.execution = execution;
    }

    /** Sets the parameters of a mojo that {@code <reporting>} does not configure. */
    public void complete(Object mojo) {
        Set<String> said = saidInReporting();
        DefaultPlexusConfiguration open = new DefaultPlexusConfiguration("configuration");
        for (Xpp3Dom element : inBuild()) {
            boolean isParameter =
                    execution.getMojoDescriptor().getParameterMap().containsKey(element.getName());
            if (isParameter && !said.contains(element.getName())) {
                open.addChild(configuration(element));
            }
        }
        try {
            EnvironmentsFile.configure(mojo, open);
        } catch (ComponentConfigurationException e) {
            throw new ImageException(
                    "Illegal <configuration> of the plugin in <build>: "
                            + Text.printable(String.valueOf(e.getMessage()))
                            + ". Correct it, or configure the report in <reporting>.",
                    e);
        }
    }

    private List<Xpp3Dom> inBuild() {
        Plugin plugin = project.getBuild().getPluginsAsMap().get(key());
        return elements(Optional.ofNullable(plugin).map(Plugin::getConfiguration));
    }

    private Set<String> saidInReporting() {
        Set<String> names = new HashSet<>();
        for (ReportPlugin plugin : project.getModel().getReporting().getPlugins()) {
            if (plugin.getKey().equals(key())) {
                Stream.concat(
                                elements(Optional.ofNullable(plugin.getConfiguration())).stream(),
                                plugin.getReportSets().stream()
                                        .flatMap(set -> elements(Optional.ofNullable(set.getConfiguration())).stream()))
                        .map(Xpp3Dom::getName)
                        .forEach(names::add);
            }
        }
        return names;
    }

    private String key() {
        return execution.getGroupId() + ":" + execution.getArtifactId();
    }

    private static List<Xpp3Dom> elements(Optional<Object> configuration) {
        return configuration
                .filter(Xpp3Dom.class::isInstance)
                .map(dom -> List.of(((Xpp3Dom) dom).getChildren()))
                .orElse(List.of());
    }

    static DefaultPlexusConfiguration configuration(Xpp3Dom element) {
        DefaultPlexusConfiguration configuration = new DefaultPlexusConfiguration(element.getName());
        Optional.ofNullable(element.getValue()).map(String::trim).ifPresent(configuration::setValue);
        for (String attribute : element.getAttributeNames()) {
            configuration.setAttribute(attribute, element.getAttribute(attribute));
        }
        for (Xpp3Dom child : element.getChildren()) {
            configuration.addChild(configuration(child));
        }
        return configuration;
    }
}
