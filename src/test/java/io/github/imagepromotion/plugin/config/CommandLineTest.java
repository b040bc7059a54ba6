package io.github.imagepromotion.plugin.config;

import static io.github.imagepromotion.plugin.Calls.element;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.plugin.Calls;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Maven lets an element of the POM go before a property of the command line, and takes an empty property for a value. */
class CommandLineTest {
    private static final Map<String, List<Object>> VALUES = Map.of(
            "java.lang.String", List.of("from-the-pom", "said"),
            "boolean", List.of(false, true),
            "int", List.of(3, 7),
            "long", List.of(3L, 7L),
            "java.io.File", List.of(new File("/pom"), new File("/said")),
            "java.util.List", List.of(List.of("pom"), List.of("linux/amd64", "linux/arm64")));

    private static Stream<Arguments> parameters() {
        List<Arguments> all = new ArrayList<>();
        for (MojoDescriptor goal : Calls.descriptor().getMojos()) {
            for (Parameter parameter : goal.getParameters()) {
                KnownNames.property(goal, parameter)
                        .ifPresent(property -> all.add(Arguments.of(goal, parameter, property)));
            }
        }
        assertThat(all).hasSizeGreaterThan(150);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void overrideWhenTheCommandLineSaysSomethingElseThanThePomTakesIt(
            MojoDescriptor goal, Parameter parameter, String property) throws Exception {
        Object pom = value(parameter, 0);
        Object said = value(parameter, 1);
        Field field = field(goal, parameter);
        Object mojo = mojo(goal);
        field.set(mojo, pom);
        Xpp3Dom configuration = element("configuration", null, element(parameter.getName(), text(pom)));

        override(mojo, goal, configuration, Map.of());
        assertThat(field.get(mojo)).isEqualTo(pom);
        override(mojo, goal, configuration, Map.of(property, ""));
        assertThat(field.get(mojo)).as("an empty property says nothing").isEqualTo(pom);
        override(mojo, goal, configuration, Map.of(property, text(said)));
        assertThat(field.get(mojo)).isEqualTo(said);
    }

    /** {@code -Dimage.drop=} would be the project's directory. */
    @ParameterizedTest
    @MethodSource("parameters")
    void overrideWhenAnEmptyPropertyIsAllThatIsSaidTakesTheDefault(
            MojoDescriptor goal, Parameter parameter, String property) throws Exception {
        String standard =
                goal.getMojoConfiguration().getChild(parameter.getName()).getAttribute("default-value");
        Field field = field(goal, parameter);
        Object mojo = mojo(goal);
        field.set(mojo, value(parameter, 1));

        override(
                mojo,
                goal,
                element("configuration", null, element(parameter.getName(), "${" + property + "}")),
                Map.of(property, ""));
        assertThat(String.valueOf(field.get(mojo))).isEqualTo(String.valueOf(standard));
    }

    private static void override(
            Object mojo, MojoDescriptor goal, Xpp3Dom configuration, Map<String, String> properties) {
        MavenProject project = Calls.project();
        MavenSession session = Calls.session(properties, Map.of());
        session.setProjects(List.of(project));
        session.setCurrentProject(project);
        MojoExecution execution = Calls.call(goal.getGoal(), configuration);
        new CommandLine(session, project, execution).override(mojo);
    }

    private static Object value(Parameter parameter, int index) {
        return Objects.requireNonNull(VALUES.get(parameter.getType())).get(index);
    }

    private static Object mojo(MojoDescriptor goal) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(goal.getImplementation()).getConstructors()[0];
        return constructor.newInstance(new Object[constructor.getParameterCount()]);
    }

    private static Field field(MojoDescriptor goal, Parameter parameter) throws ReflectiveOperationException {
        Class<?> type = Class.forName(goal.getImplementation());
        while (Stream.of(type.getDeclaredFields())
                .noneMatch(field -> field.getName().equals(parameter.getName()))) {
            type = type.getSuperclass();
        }
        Field field = type.getDeclaredField(parameter.getName());
        field.setAccessible(true);
        return field;
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(Object::toString).toList())
                : value.toString();
    }
}
