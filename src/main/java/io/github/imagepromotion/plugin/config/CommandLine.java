package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.ComponentConfigurationException;
import org.codehaus.plexus.configuration.DefaultPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Lets properties of the command line override the POM, where Maven lets the POM win. Empty properties are ignored.
 * Also resolves relative files as {@link Directories} specifies, since Maven resolves all of them against the module's
 * directory.
 */
public final class CommandLine {
    private final MavenSession session;
    private final MojoExecution execution;
    private final SessionProperties properties;
    private final Directories directories;

    /** @param execution execution of the goal */
    public CommandLine(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.execution = execution;
        this.properties = new SessionProperties(session, project);
        this.directories = new Directories(session, project);
    }

    /** Sets the parameters of a mojo that Maven has configured. */
    public void override(Object mojo) {
        DefaultPlexusConfiguration said = new DefaultPlexusConfiguration("configuration");
        DefaultPlexusConfiguration files = new DefaultPlexusConfiguration("configuration");
        for (Parameter parameter : execution.getMojoDescriptor().getParameters()) {
            Optional<String> property = KnownNames.property(execution.getMojoDescriptor(), parameter);
            Optional<String> value = property.flatMap(properties::find);
            if (value.filter(String::isBlank).isPresent() && !isInPom(parameter, property.get())) {
                unset(mojo, parameter, said);
            } else if (property.flatMap(properties::said)
                    .filter(text -> !text.isBlank())
                    .isPresent()) {
                add(said, parameter, "${" + property.get() + "}");
            } else if (property.isPresent() && parameter.getType().equals(File.class.getName())) {
                written(parameter).ifPresent(text -> add(files, parameter, text));
            }
        }
        configure(mojo, files, directories.root());
        configure(mojo, said, directories.called());
    }

    /** {@return the value in the effective POM, before expressions are evaluated} */
    private Optional<String> written(Parameter parameter) {
        return Optional.ofNullable(execution.getConfiguration())
                .map(configuration -> configuration.getChild(parameter.getName()))
                .map(Xpp3Dom::getValue)
                .filter(text -> !text.isBlank());
    }

    private boolean isInPom(Parameter parameter, String property) {
        return execution.getConfiguration() != null
                && Optional.ofNullable(execution.getConfiguration().getChild(parameter.getName()))
                        .filter(element ->
                                element.getChildCount() > 0 || !("${" + property + "}").equals(element.getValue()))
                        .isPresent();
    }

    private void unset(Object mojo, Parameter parameter, DefaultPlexusConfiguration said) {
        String standard = execution
                .getMojoDescriptor()
                .getMojoConfiguration()
                .getChild(parameter.getName())
                .getAttribute("default-value");
        if (standard != null) {
            add(said, parameter, standard);
            return;
        }
        try {
            Field field = field(mojo.getClass(), parameter.getName());
            field.setAccessible(true);
            field.set(mojo, null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no field for the parameter " + parameter.getName(), e);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        try {
            return type.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            if (type.getSuperclass() == null) {
                throw e;
            }
            return field(type.getSuperclass(), name);
        }
    }

    private static void add(DefaultPlexusConfiguration said, Parameter parameter, String value) {
        DefaultPlexusConfiguration element = new DefaultPlexusConfiguration(parameter.getName());
        element.setValue(value);
        said.addChild(element);
    }

    private void configure(Object mojo, DefaultPlexusConfiguration said, Path directory) {
        if (said.getChildCount() == 0) {
            return;
        }
        try {
            EnvironmentsFile.configure(mojo, said, new PluginParameterExpressionEvaluator(session, execution) {
                @Override
                public File alignToBaseDirectory(File file) {
                    return directory.resolve(file.toPath()).normalize().toFile();
                }
            });
        } catch (ComponentConfigurationException e) {
            if (e.getCause() instanceof InvalidPathException path) {
                throw path;
            }
            throw new ImageException(
                    "Illegal value on the command line: " + Text.printable(String.valueOf(e.getMessage())) + ".", e);
        }
    }
}
