package io.github.imagepromotion.plugin.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** The elements and properties of all goals of this plugin, since one call may run several goals. */
public final class KnownNames {
    static final String PREFIX = "image.";

    /** The property that makes goals run in projects of packaging {@code pom}. */
    public static final String SKIP_POM = "image.skipPom";

    private static final Set<String> BOOLEAN = Set.of("boolean", Boolean.class.getName());

    private final Set<String> elements = new TreeSet<>();
    private final Set<String> properties = new TreeSet<>();
    private final Set<String> flags = new HashSet<>();
    private final Map<String, String> propertyOfFlag = new HashMap<>();

    /** Reads the plugin descriptor. */
    KnownNames(MojoExecution execution) {
        Properties.NESTED.forEach(name -> properties.add(PREFIX + name));
        for (MojoDescriptor goal :
                execution.getMojoDescriptor().getPluginDescriptor().getMojos()) {
            for (Parameter parameter : goal.getParameters()) {
                if (parameter.isEditable()) {
                    add(goal, parameter);
                }
            }
        }
    }

    private void add(MojoDescriptor goal, Parameter parameter) {
        elements.add(parameter.getName());
        Optional<String> property = property(goal, parameter);
        property.ifPresent(properties::add);
        if (BOOLEAN.contains(parameter.getType())) {
            flags.add(parameter.getName());
            property.ifPresent(name -> propertyOfFlag.put(parameter.getName(), name));
        }
    }

    /** {@return the properties of the command line that a goal itself reads, those of its parameters' beans included} */
    static Set<String> readBy(MojoDescriptor goal) {
        Set<String> read = new HashSet<>();
        for (Parameter parameter : goal.getParameters()) {
            property(goal, parameter).ifPresent(read::add);
            Properties.NESTED.stream()
                    .filter(name -> (name + ".").startsWith(parameter.getName() + "."))
                    .forEach(name -> read.add(PREFIX + name));
        }
        return read;
    }

    /** {@return the property {@code image.*} of a parameter} */
    public static Optional<String> property(MojoDescriptor goal, Parameter parameter) {
        PlexusConfiguration configuration = goal.getMojoConfiguration();
        return Optional.ofNullable(configuration)
                .map(all -> all.getChild(parameter.getName(), false))
                .map(PlexusConfiguration::getValue)
                .filter(expression -> expression.startsWith("${" + PREFIX) && expression.endsWith("}"))
                .map(expression -> expression.substring(2, expression.length() - 1));
    }

    /** {@return elements allowed in {@code <configuration>}} */
    Set<String> elements() {
        return elements;
    }

    /** {@return properties of the command line} */
    Set<String> properties() {
        return properties;
    }

    /** {@return boolean elements} */
    Set<String> flags() {
        return flags;
    }

    /** {@return the properties of boolean elements that have one} */
    Map<String, String> propertyOfFlag() {
        return propertyOfFlag;
    }
}
