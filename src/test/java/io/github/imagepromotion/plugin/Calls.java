package io.github.imagepromotion.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Map;
import java.util.Objects;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfigurationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.jspecify.annotations.Nullable;

/** Calls of Maven, as far as a goal sees them. */
public final class Calls {
    private static final PluginDescriptor DESCRIPTOR = read();

    private Calls() {}

    /**
     * @param properties of the command line
     * @param variables of the caller's environment
     */
    @SuppressWarnings("deprecation") // Nothing else makes one without a container.
    public static MavenSession session(Map<String, String> properties, Map<String, String> variables) {
        MavenExecutionRequest request = new DefaultMavenExecutionRequest();
        request.getUserProperties().putAll(properties);
        variables.forEach((name, value) -> request.getSystemProperties().setProperty("env." + name, value));
        return new MavenSession(null, new DefaultRepositorySystemSession(), request, new DefaultMavenExecutionResult());
    }

    /** A goal that is bound with this configuration. */
    public static MojoExecution execution(Xpp3Dom configuration) {
        PluginExecution bound = new PluginExecution();
        bound.setId("bound");
        bound.setConfiguration(configuration);
        Plugin plugin = new Plugin();
        plugin.addExecution(bound);
        return new MojoExecution(plugin, "build", "bound");
    }

    /** This plugin, as its descriptor has it. */
    public static PluginDescriptor descriptor() {
        return DESCRIPTOR;
    }

    private static PluginDescriptor read() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Calls.class.getResourceAsStream("/META-INF/maven/plugin.xml")), UTF_8)) {
            return new PluginDescriptorBuilder().build(reader);
        } catch (IOException | PlexusConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A goal of this plugin that is called. */
    public static MojoExecution call(String goal) {
        return call(goal, new Xpp3Dom("configuration"));
    }

    /** A goal of this plugin that is called, with what Maven puts together for it. */
    public static MojoExecution call(String goal, Xpp3Dom configuration) {
        return new MojoExecution(descriptor().getMojo(goal), configuration);
    }

    /** A project whose POM configures this plugin for all goals. */
    public static MavenProject project(Xpp3Dom... elements) {
        MavenProject project = new MavenProject();
        project.setArtifactId("shop");
        project.setFile(new File("pom.xml").getAbsoluteFile());
        project.getBuild().addPlugin(plugin(elements));
        project.setOriginalModel(new Model());
        return project;
    }

    /** This plugin in a POM. */
    public static Plugin plugin(Xpp3Dom... elements) {
        Plugin plugin = new Plugin();
        plugin.setGroupId(descriptor().getGroupId());
        plugin.setArtifactId(descriptor().getArtifactId());
        plugin.setConfiguration(element("configuration", null, elements));
        return plugin;
    }

    /** An element with a text. */
    public static Xpp3Dom element(String name, @Nullable String text) {
        return element(name, text, new Xpp3Dom[0]);
    }

    /** An element with a text or children. */
    public static Xpp3Dom element(String name, @Nullable String text, Xpp3Dom... children) {
        Xpp3Dom element = new Xpp3Dom(name);
        element.setValue(text);
        for (Xpp3Dom child : children) {
            element.addChild(child);
        }
        return element;
    }
}
