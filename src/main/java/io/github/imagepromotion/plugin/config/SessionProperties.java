package io.github.imagepromotion.plugin.config;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * The properties of a call in Maven's order of precedence: the command line (and {@code .mvn/maven.config}), system
 * properties of the JVM ({@code MAVEN_OPTS}), the project and its active profiles.
 */
public final class SessionProperties {
    private final MavenSession session;
    private final MavenProject project;

    /** @param project project whose properties come last */
    public SessionProperties(MavenSession session, MavenProject project) {
        this.session = session;
        this.project = project;
    }

    /** {@return the value, from any of these} */
    public Optional<String> find(String name) {
        return said(name).or(() -> Optional.ofNullable(project.getProperties().getProperty(name)));
    }

    /** {@return the value from the command line or the JVM} */
    public Optional<String> said(String name) {
        return Optional.ofNullable(session.getUserProperties().getProperty(name))
                .or(() -> Optional.ofNullable(session.getSystemProperties().getProperty(name)));
    }

    /** {@return the names set on the command line or in the JVM} */
    Stream<String> names() {
        return Stream.concat(
                        session.getUserProperties().stringPropertyNames().stream(),
                        session.getSystemProperties().stringPropertyNames().stream())
                .distinct();
    }
}
